// What the public screens say.
#include <set>

#include "app/kiosk/screens/refused/words.h"
#include "tests/screens/stage.h"
#include "tests/support/catch.h"

using namespace samples;
using domain::Appearance;
using domain::Language;
using kiosk::kit::TraceItem;

namespace {

std::string spaces_as_plain(std::string text) {
    for (std::size_t at; (at = text.find("\u00A0")) != std::string::npos;) text.replace(at, 2, " ");
    return text;
}

Sample sample(const std::string& name) {
    for (auto& one : public_samples())
        if (one.name == name) return one;
    throw std::runtime_error("no sample " + name);
}

std::string label(Stage& stage, const std::string& name, const std::string& id, Language language = Language::russian) {
    const Sample one = sample(name);
    stage.show(one, language, Appearance::light);
    const TraceItem* item = stage.headless.trace().find(id);
    return item == nullptr ? std::string() : spaces_as_plain(item->label);
}

}  // namespace

TEST_CASE("A refusal says what will work, to a pupil and to a teacher") {
    Stage stage({1280, 800});
    CHECK(label(stage, "refused-too-early", "refused.what_to_do") == "Встреча в 14:10. Приходи после 13:55.");
    CHECK(label(stage, "refused-too-early-teacher", "refused.what_to_do") == "Встреча в 14:10. Приходите после 13:55.");
    CHECK(label(stage, "refused-next-meeting", "refused.what_to_do") == "Следующая: вторник, 24 ноября, 14:10.");
    CHECK(label(stage, "refused-too-early", "refused.what_to_do", Language::english) ==
          "The meeting is at 14:10. Come after 13:55.");
}

TEST_CASE("Every refusal has a title and advice of its own in both languages") {
    for (const Language language : {Language::russian, Language::english}) {
        const auto texts = texts_of(language);
        std::set<std::string> titles, advice;
        int refusals = 0;
        for (const auto& one : public_samples()) {
            const auto* view = std::get_if<kiosk::session::RefusedView>(&one.view.screen);
            // With a guess of the hour the same words stand, and a note below them.
            if (view == nullptr || view->teacher || view->time_is_guess) continue;
            const auto words = kiosk::screens::refusal_words(*texts, *view);
            CHECK_FALSE(words.title.empty());
            CHECK_FALSE(words.what_to_do.empty());
            titles.insert(words.title);
            advice.insert(words.what_to_do);
            ++refusals;
        }
        // "No meeting today" has one title with and without a next one.
        CHECK(static_cast<int>(titles.size()) >= refusals - 1);
        CHECK(static_cast<int>(advice.size()) == refusals);
    }
}

TEST_CASE("The home screen says honestly what waits and since when") {
    Stage stage({1280, 800});
    CHECK(label(stage, "home", "home.state") == "Всё записано. 3 записи ждут передачи с 9:40");
    CHECK(label(stage, "home-all-sent", "home.state") == "Всё записано");
    CHECK(label(stage, "home-waiting-for-days", "home.state") ==
          "Всё записано. 1 284 записи ждут передачи со 2 ноября");
    CHECK(label(stage, "home-clock-not-trusted", "home.state").starts_with("Часы не сверены. 1 284 записи"));
    CHECK(label(stage, "home-storage-trouble", "home.state") ==
          "Киоск не может записывать. Скажите, пожалуйста, куратору.");
    CHECK(label(stage, "home", "home.state", Language::english) ==
          "Everything is recorded. 3 records wait to be collected since 9:40");
}

TEST_CASE("Records are counted with the plural forms of Russian") {
    Stage stage({1280, 800});
    Sample home = sample("home");
    const auto said = [&](std::uint64_t n) {
        std::get<kiosk::session::HomeView>(home.view.screen).unacknowledged = n;
        stage.show(home, Language::russian, Appearance::light);
        return spaces_as_plain(stage.headless.trace().find("home.state")->label);
    };
    CHECK(said(1) == "Всё записано. 1 запись ждёт передачи с 9:40");
    CHECK(said(11) == "Всё записано. 11 записей ждут передачи с 9:40");
    CHECK(said(21) == "Всё записано. 21 запись ждёт передачи с 9:40");
    CHECK(said(24) == "Всё записано. 24 записи ждут передачи с 9:40");
}

TEST_CASE("Without lists nobody is offered to check in") {
    Stage stage({1280, 800});
    stage.show(sample("home-no-people"), Language::russian, Appearance::light);
    CHECK(stage.headless.trace().find("home.check_in") == nullptr);
    CHECK(stage.headless.trace().find("home.no_people") != nullptr);
}

TEST_CASE("The rating tells who will see the answer and until when it can be changed") {
    Stage stage({1280, 800});
    CHECK(label(stage, "rate", "rate.promise") == "Ответ увидит только куратор. Изменить его можно до 18:00.");
    CHECK(label(stage, "rate-changing", "rate.promise").find("0:15, 24 ноября") != std::string::npos);
}

TEST_CASE("The quiet help signal looks like the tags beside it") {
    Stage stage({1280, 800});
    stage.show(sample("rate_tags"), Language::russian, Appearance::light);
    const TraceItem *talk = stage.headless.trace().find("rate_tags.talk"),
                    *tag = stage.headless.trace().find("rate_tags.2");
    REQUIRE(talk != nullptr);
    REQUIRE(tag != nullptr);
    CHECK(talk->rect.w == tag->rect.w);
    CHECK(talk->rect.h == tag->rect.h);
    CHECK(talk->text_rgb == tag->text_rgb);
    CHECK(talk->ground_rgb == tag->ground_rgb);
}

TEST_CASE("No public screen in Russian has a word of English left") {
    const std::set<std::string> allowed = {"home.language", "comment.keys.letters", "names.keys.letters"};
    Stage stage({1280, 800});
    for (const auto& one : public_samples()) {
        stage.show(one, Language::russian, Appearance::light);
        for (const TraceItem& item : stage.headless.trace().items) {
            if (allowed.contains(item.id)) continue;
            // Where the data lie, and what the technician types.
            if (one.start && item.id.starts_with("start.")) continue;
            int latin = 0;
            for (const char c : item.label) latin += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (latin > 0) FAIL_CHECK(one.name << ": " << item.id << ": " << item.label);
        }
    }
}

TEST_CASE("The motion of a screen ends by itself") {
    Stage stage({1280, 800});
    stage.headless.kit().set_motion(true);
    for (const auto& one : public_samples()) {
        Sample moving = one;
        if (auto* home = std::get_if<kiosk::session::HomeView>(&moving.view.screen)) home->inviting = true;
        stage.show(moving, Language::russian, Appearance::light);  // until nothing moves
        CHECK_FALSE(stage.headless.settle().moving);
    }
    // A circle that fills takes a moment: the screen is not at rest in its first pass.
    const Sample recorded = sample("recorded");
    stage.headless.screen = "moving";
    stage.headless.draw = [&](kiosk::kit::Kit& kit) {
        static_cast<void>(kiosk::screens::draw(kit, recorded.view));
        return false;
    };
    CHECK(stage.headless.settle().moving);
    const auto began = stage.headless.now;
    CHECK(stage.headless.rest());
    CHECK((stage.headless.now - began).count() <= 600);
}

// The curator's screens, drawn headless: they are readable and can be pressed at every size in both languages, and each
// button answers with its own intent.
#include "app/kiosk/curator/draw.h"
#include "tests/support/catch.h"
#include "tests/support/headless_kit.h"
#include "tests/support/trace_checks.h"
#include "tests/unit/curator/example_views.h"

using namespace kiosk;
using curator_test::example_views;
using session::Intent;
using session::Screen;

namespace {

class Stage {
  public:
    Stage(domain::Language language, float width, float height,
          domain::Appearance appearance = domain::Appearance::light, bool low_mode = false) {
        kit::KitOptions options;
        options.width = width;
        options.height = height;
        auto texts = i18n::Texts::load(language, VSTRECHA_BUILD_DIR "/share/vstrecha");
        REQUIRE(texts.has_value());
        options.texts = *texts;
        options.theme = kit::make_theme(appearance, std::nullopt);
        options.motion = false;
        options.low_mode = low_mode;
        const std::u32string characters = options.texts->characters() + U"KINGSTRACDШкола";
        kiosk_ = std::make_unique<support::HeadlessKit>(options, characters);
    }

    // The screen, drawn until it rests. Each has a name of its own: a list starts at its beginning again.
    void show(const std::string& name, const Screen& screen) {
        kiosk_->screen = name;
        kiosk_->draw = [this, &screen](kit::Kit& kit) {
            const Intent intent = curator::draw(kit, screen);
            if (std::holds_alternative<session::intent::Nothing>(intent)) return false;
            answers_.push_back(intent);
            return true;
        };
        kiosk_->settle();
        kiosk_->settle();
    }
    // What the screen answers to one tap in the middle of the item; two answers are a failure.
    Intent tap(const Screen& screen, const std::string& id) {
        show("tap", screen);
        answers_.clear();
        INFO(id);
        REQUIRE_NOTHROW(kiosk_->tap(id));
        CHECK(answers_.size() <= 1);
        return answers_.empty() ? Intent{session::intent::Nothing{}} : answers_.front();
    }
    [[nodiscard]] const kit::Trace& trace() const { return kiosk_->trace(); }

  private:
    std::unique_ptr<support::HeadlessKit> kiosk_;
    std::vector<Intent> answers_;
};

const Screen& example(const std::string& name) {
    static const auto all = example_views();
    for (const auto& [key, screen] : all)
        if (key == name) return screen;
    FAIL("no example " + name);
    return all.front().second;
}

struct Size {
    float width, height, least_target;
};
// 7 inches of 800x480 have 5.2 pixels a millimetre: 9 mm are 47.
constexpr Size kSizes[] = {{800, 480, 47}, {1280, 800, 72}, {1080, 1920, 64}, {1920, 1080, 96}};

}  // namespace

TEST_CASE("Nothing overlaps, is cut or too small, in both languages at every size") {
    for (const auto language : {domain::Language::russian, domain::Language::english})
        for (const Size size : kSizes)
            for (const bool low : {false, true}) {
                Stage stage(language, size.width, size.height, domain::Appearance::light, low);
                for (const auto& [name, screen] : example_views()) {
                    stage.show(name, screen);
                    const auto problems =
                        support::problems_of(stage.trace(), {size.width, size.height, size.least_target, true});
                    INFO(size.width << "x" << size.height << (low ? ", low mode" : ""));
                    CHECK(problems == std::vector<std::string>{});
                    CHECK_FALSE(stage.trace().items.empty());
                }
            }
}

TEST_CASE("In the dark, every word keeps its contrast") {
    Stage stage(domain::Language::russian, 1280, 800, domain::Appearance::dark);
    for (const auto& [name, screen] : example_views()) {
        stage.show(name, screen);
        CHECK(support::problems_of(stage.trace(), {}) == std::vector<std::string>{});
    }
}

TEST_CASE("Each button answers with its own intent") {
    namespace intent = session::intent;
    Stage stage(domain::Language::russian, 1280, 800);
    const auto taps = [&](const char* screen, const char* id) { return stage.tap(example(screen), id); };
    CHECK(std::holds_alternative<intent::OpenExport>(taps("day", "day.export")));
    CHECK(std::holds_alternative<intent::OpenSettings>(taps("day", "day.settings")));
    CHECK(std::holds_alternative<intent::OpenStatus>(taps("day", "day.status")));
    CHECK(std::holds_alternative<intent::Done>(taps("day", "day.leave")));
    CHECK(std::get<intent::ShowDay>(taps("day", "day.earlier")).days == -1);
    CHECK(std::get<intent::ShowDay>(taps("day", "day.later")).days == 1);
    CHECK(std::get<intent::ShowDay>(taps("day, crowded", "day.today")).days == 0);
    CHECK(std::get<intent::OpenMeeting>(taps("day", "day.row.2")).index == 2);
    CHECK(std::holds_alternative<intent::Back>(taps("pin", "back")));
    CHECK(std::holds_alternative<intent::ConfirmMeeting>(taps("meeting", "meeting.confirm")));
    CHECK(std::holds_alternative<intent::CancelMeeting>(taps("meeting", "meeting.cancel")));
    CHECK(std::get<intent::OpenPerson>(taps("meeting", "meeting.person.1")).index == 1);
    CHECK(std::holds_alternative<intent::Back>(taps("meeting", "back")));
    CHECK(std::get<intent::SetMark>(taps("person", "person.present")).mark == domain::Mark::present);
    CHECK(std::get<intent::SetMark>(taps("person", "person.excused")).mark == domain::Mark::excused);
    CHECK(std::get<intent::SetMark>(taps("person", "person.absent")).mark == domain::Mark::absent);
    CHECK(std::holds_alternative<intent::Retract>(taps("person", "person.retract")));
    CHECK(std::get<intent::ChooseReason>(taps("reason, cancel", "reason.1")).index == 1);
    CHECK(std::holds_alternative<intent::WriteComment>(taps("reason, cancel", "reason.own")));
    CHECK(std::holds_alternative<intent::ReasonWritten>(taps("reason, typing", "reason.done")));
    CHECK(std::get<intent::ChooseDestination>(taps("export", "export.to.1")).index == 1);
    CHECK(std::holds_alternative<intent::ToggleNames>(taps("export", "export.names")));
    CHECK(std::holds_alternative<intent::ToggleEverything>(taps("export", "export.everything")));
    CHECK(std::holds_alternative<intent::OpenCollector>(taps("export, receipt and collector", "export.collector")));
    CHECK(std::holds_alternative<intent::Confirm>(taps("export, collector", "export.same_code")));
    CHECK(std::holds_alternative<intent::OpenExport>(taps("export, collector", "export.other_code")));
    CHECK(std::holds_alternative<intent::StopExport>(taps("export, running", "export.stop")));
    CHECK(std::holds_alternative<intent::Back>(taps("export, done", "export.done")));
    CHECK(std::holds_alternative<intent::OpenExport>(taps("export, failed", "export.again")));
    CHECK(std::get<intent::ChangeSetting>(taps("settings", "settings.low_mode")).index == 4);
    CHECK(std::get<intent::ChangeSetting>(taps("settings", "settings.find_by")).index == 5);
    CHECK(std::holds_alternative<intent::EndProgram>(taps("settings", "settings.end")));
    CHECK(std::holds_alternative<intent::Confirm>(taps("end", "end.confirm")));
    CHECK(std::holds_alternative<intent::Back>(taps("end", "end.stay")));
}

TEST_CASE("A mark that stands already, and a PIN too short or being checked, answer nothing") {
    namespace intent = session::intent;
    Stage stage(domain::Language::russian, 1280, 800);
    CHECK(std::holds_alternative<intent::Nothing>(stage.tap(example("person, long"), "person.present")));
    CHECK(std::holds_alternative<intent::Nothing>(stage.tap(example("pin"), "pin.enter")));
    CHECK(std::holds_alternative<intent::Nothing>(stage.tap(example("pin, checking"), "pin.keys.5")));
    CHECK(std::get<intent::TypeCharacter>(stage.tap(example("pin"), "pin.keys.5")).character == "5");
}

TEST_CASE("While a drive is written there is no way to leave but to stop it") {
    Stage stage(domain::Language::russian, 1280, 800);
    stage.show("export", example("export, running"));
    for (const auto& item : stage.trace().items) CHECK(item.can_be_pressed() == (item.id == "export.stop"));
}

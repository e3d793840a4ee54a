#include "tests/unit/session/kiosk.h"

using namespace school;
using namespace kiosk::session;

namespace {

// At 13:30, with these people checked in to the noon meeting.
struct Checked : Kiosk {
    explicit Checked(std::vector<domain::PersonId> people = {kMira, kOleg}, domain::LocalTime at = today(13, 30))
        : Kiosk(at) {
        for (const auto& person : people) log.check_in(kNoon, person);
        load(school::roster(), {});
    }
    void rate(const domain::PersonId& person) {
        tap(intent::Rate{});
        scan(person);
    }
};

}  // namespace

TEST_CASE("A rating is a face, up to three tags, an optional comment, and is sent once") {
    Checked kiosk;
    kiosk.rate(kMira);
    const auto view = kiosk.showing<RateView>();
    CHECK(view.closes == today(18, 0));
    CHECK_FALSE(view.changing);
    kiosk.tap(intent::GiveScore{0});
    kiosk.tap(intent::GiveScore{6});
    kiosk.tap(intent::SendRating{});
    CHECK(kiosk.screen() == "rate");
    kiosk.tap(intent::GiveScore{4});
    for (const std::size_t tag : {0U, 1U, 2U, 3U, 99U}) kiosk.tap(intent::ToggleTag{tag});
    auto tags = kiosk.showing<RateTagsView>();
    CHECK(tags.chosen == std::vector<bool>{true, true, true, false, false, false});
    CHECK_FALSE(tags.more_can_be_chosen);
    kiosk.tap(intent::ToggleTag{1});
    kiosk.tap(intent::ToggleTag{5});
    kiosk.tap(intent::WriteComment{});
    kiosk.type("Хорошоо");
    kiosk.tap(intent::EraseCharacter{});
    CHECK(kiosk.showing<CommentView>().text == "Хорошо");
    CHECK(kiosk.showing<CommentView>().left == 194);
    kiosk.tap(intent::CommentWritten{});
    CHECK(kiosk.showing<RateTagsView>().has_comment);
    kiosk.tap(intent::SendRating{});
    CHECK(kiosk.showing<RecordedView>().what == RecordedWhat::rated);
    REQUIRE(kiosk.answers.size() == 1);
    CHECK(kiosk.answers[0].score == 4);
    CHECK(kiosk.answers[0].tags == std::vector<std::string>{"pe0", "pe2", "pe5"});
    CHECK(kiosk.answers[0].comment == "Хорошо");
    CHECK_FALSE(kiosk.answers[0].wants_to_talk);
}

TEST_CASE("The tags are those of the side and the age") {
    const auto first_tag = [](const domain::PersonId& person) {
        Kiosk kiosk(today(15, 10));
        kiosk.log.check_in(kLesson, person);
        kiosk.load(school::roster(), {});
        kiosk.tap(intent::Rate{});
        kiosk.scan(person);
        kiosk.tap(intent::GiveScore{5});
        return kiosk.showing<RateTagsView>().tags.at(0).english;
    };
    CHECK(first_tag(kVera) == "en-pe0");
    CHECK(first_tag(kTeacher) == "en-tm0");
    Checked noon;
    noon.rate(kOleg);
    noon.tap(intent::GiveScore{5});
    CHECK(noon.showing<RateTagsView>().tags.at(0).english == "en-pm0");
    auto roster = school::roster();
    roster.groups[0].mentees.push_back({kTeacher, "", {}});
    Kiosk colleagues(today(13, 30), {}, roster);
    colleagues.log.check_in(kNoon, kTeacher);
    colleagues.load(roster, {});
    colleagues.tap(intent::Rate{});
    colleagues.scan(kTeacher);
    colleagues.tap(intent::GiveScore{5});
    CHECK(colleagues.showing<RateTagsView>().tags.at(0).english == "en-te0");
}

TEST_CASE("The help signal ends on the very screen, sound and wait of an ordinary rating") {
    const auto ending = [](bool wants_to_talk) {
        Checked kiosk;
        kiosk.rate(kMira);
        kiosk.tap(intent::GiveScore{3});
        if (wants_to_talk) kiosk.tap(intent::ToggleTalk{});
        CHECK(kiosk.showing<RateTagsView>().wants_to_talk == wants_to_talk);
        kiosk.tap(intent::SendRating{});
        CHECK(kiosk.answers.at(0).wants_to_talk == wants_to_talk);
        const auto view = kiosk.showing<RecordedView>();
        CHECK(view.who.empty());
        CHECK_FALSE(view.meeting);
        return std::tuple{view.what,          view.who,
                          view.teacher,       view.at,
                          view.can_check_out, view.not_me_seconds,
                          kiosk.effects.size(), *kiosk.session().next_deadline(kiosk.now())};
    };
    CHECK(ending(false) == ending(true));
}

TEST_CASE("A rating can be changed until the window closes, and the later one is told apart from the first") {
    Checked kiosk;
    for (const int score : {2, 5}) {
        kiosk.rate(kMira);
        CHECK(kiosk.showing<RateView>().changing == (score == 5));
        CHECK(kiosk.showing<RateView>().score == 0);  // the earlier answer is sealed; nobody can show it
        kiosk.tap(intent::GiveScore{score});
        kiosk.tap(intent::SendRating{});
        kiosk.tap(intent::Done{});
    }
    CHECK(kiosk.answers.size() == 2);
}

TEST_CASE("Of several meetings to rate one is chosen, and Back leads to the choice again") {
    Checked kiosk({kMira}, today(17, 10));
    kiosk.log.check_in(kEvening, kMira);
    kiosk.load(school::roster(), {});
    kiosk.rate(kMira);
    REQUIRE(kiosk.showing<ChooseMeetingView>().meetings.size() == 2);
    CHECK(kiosk.showing<ChooseMeetingView>().purpose == Purpose::rate);
    kiosk.tap(intent::ChooseMeeting{1});
    CHECK(kiosk.showing<RateView>().meeting.id == kNoon);
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "choose_meeting");
    kiosk.tap(intent::Back{});
    CHECK(kiosk.screen() == "home");
}

TEST_CASE("Back goes from the comment to the tags to the face, keeping what was chosen") {
    Checked kiosk;
    kiosk.rate(kMira);
    kiosk.tap(intent::GiveScore{4});
    kiosk.tap(intent::ToggleTag{2});
    kiosk.tap(intent::WriteComment{});
    kiosk.tap(intent::Back{});
    kiosk.tap(intent::Back{});
    CHECK(kiosk.showing<RateView>().score == 4);
    kiosk.tap(intent::GiveScore{1});
    CHECK(kiosk.showing<RateTagsView>().chosen[2]);
    CHECK(kiosk.showing<RateTagsView>().score == 1);
}

TEST_CASE("A comment stops at two hundred characters, whatever their bytes") {
    Checked kiosk;
    kiosk.rate(kMira);
    kiosk.tap(intent::GiveScore{4});
    kiosk.tap(intent::WriteComment{});
    for (int i = 0; i < 230; ++i) kiosk.type("ж");
    CHECK(kiosk.showing<CommentView>().left == 0);
    CHECK(kiosk.showing<CommentView>().text.size() == 400);
    kiosk.tap(intent::CommentWritten{});
    kiosk.tap(intent::SendRating{});
    CHECK(kiosk.answers.size() == 1);
}

TEST_CASE("A window that closes under the finger refuses, and who was not there has nothing to rate") {
    Checked kiosk({kMira}, today(17, 59, 50));
    kiosk.rate(kMira);
    kiosk.tap(intent::GiveScore{4});
    kiosk.skip(15s);
    kiosk.tap(intent::SendRating{});
    CHECK(kiosk.showing<RefusedView>().refusal.kind == domain::RefusalKind::rating_closed);
    CHECK(kiosk.answers.empty());
    Checked absent({kMira});
    absent.rate(kOleg);
    CHECK(absent.showing<RefusedView>().refusal.kind == domain::RefusalKind::not_checked_in);
}

#include "app/kiosk/curator/words.h"

#include <algorithm>

#include "app/kiosk/session/reasons.h"
#include "tests/support/catch.h"

using namespace kiosk;
using domain::MeetingState;

namespace {

std::shared_ptr<const i18n::Texts> texts_of(domain::Language language) {
    auto texts = i18n::Texts::load(language, VSTRECHA_BUILD_DIR "/share/vstrecha");
    REQUIRE(texts.has_value());
    return *texts;
}

session::DayRow row_of(MeetingState state) {
    session::DayRow row;
    row.meeting.starts =
        domain::at(domain::LocalDate{std::chrono::year{2026} / 11 / 23}, domain::Minutes{14 * 60 + 10});
    row.group_number = "7";
    row.state = state;
    return row;
}

constexpr MeetingState kStates[] = {MeetingState::planned,  MeetingState::mentor_only, MeetingState::mentee_only,
                                    MeetingState::held,     MeetingState::confirmed,   MeetingState::missed,
                                    MeetingState::cancelled};

}  // namespace

TEST_CASE("Each state of a meeting has words of its own in both languages") {
    for (const auto language : {domain::Language::russian, domain::Language::english}) {
        const auto texts = texts_of(language);
        std::vector<std::string> seen;
        for (const MeetingState state : kStates) {
            const std::string words = curator::state_words(*texts, row_of(state));
            CHECK_FALSE(words.empty());
            CHECK(std::find(seen.begin(), seen.end(), words) == seen.end());
            seen.push_back(words);
        }
    }
}

TEST_CASE("The states are named as the curators of the programme name them") {
    const auto texts = texts_of(domain::Language::russian);
    CHECK(curator::state_words(*texts, row_of(MeetingState::held)) == "состоялась");
    CHECK(curator::state_words(*texts, row_of(MeetingState::missed)) == "не состоялась");
    CHECK(curator::state_words(*texts, row_of(MeetingState::mentor_only)) == "ждём наставляемого");
    CHECK(curator::state_words(*texts, row_of(MeetingState::mentee_only)) == "ждём наставника");
    CHECK(curator::state_words(*texts, row_of(MeetingState::planned)) == "в 14:10");
    CHECK(curator::state_words(*texts, row_of(MeetingState::cancelled)) == "отменена");
    CHECK(curator::state_words(*texts, row_of(MeetingState::confirmed)) == "подтверждена");
}

TEST_CASE("A meeting that has begun without anybody is waited for") {
    const auto texts = texts_of(domain::Language::russian);
    session::DayRow row = row_of(MeetingState::planned);
    row.started = true;
    CHECK(curator::state_words(*texts, row) == "ждём обоих");
}

TEST_CASE("A pair and a group are told apart") {
    const auto texts = texts_of(domain::Language::russian);
    session::DayRow row = row_of(MeetingState::planned);
    CHECK(curator::group_words(*texts, row) == "Пара 7");
    row.pair = false;
    CHECK(curator::group_words(*texts, row) == "Группа 7");
}

TEST_CASE("A number is a room and a word is a place") {
    const auto texts = texts_of(domain::Language::russian);
    CHECK(curator::place_words(*texts, "214") == "кабинет 214");
    CHECK(curator::place_words(*texts, "библиотека") == "библиотека");
    CHECK(curator::place_words(*texts, "").empty());
}

TEST_CASE("The word of the curator stands above a tap, and a tap above a missing consent") {
    const auto texts = texts_of(domain::Language::english);
    session::MeetingPerson person;
    CHECK(curator::presence_words(*texts, person) == "no mark");
    person.has_consent = false;
    CHECK(curator::presence_words(*texts, person) == "no consent: cannot check in");
    person.checked_in = row_of(MeetingState::held).meeting.starts;
    CHECK(curator::presence_words(*texts, person) == "checked in at 14:10");
    person.mark = domain::Mark::absent;
    CHECK(curator::presence_words(*texts, person) == "absent");
    CHECK(curator::presence_colour(person) == kit::Colour::refusal);
}

TEST_CASE("Every ready reason is translated, and what is recorded is the Russian of what was shown") {
    const auto russian = texts_of(domain::Language::russian);
    for (const bool cancels : {false, true})
        for (const session::ReadyReason& reason : session::ready_reasons(cancels))
            CHECK(russian->text(reason.message) == reason.recorded);
}

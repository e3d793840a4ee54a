#include "app/eventlog/line.h"
#include "app/eventlog/sealing.h"
#include "tests/unit/storage/store_fixture.h"

using namespace storage_test;
using storage::OpenMode;
using storage::StorageErrorKind;

namespace {

std::vector<std::string> lines_of(storage::Store& store) {
    std::vector<std::string> lines;
    REQUIRE(store.read_log(1, [&](const storage::LogLine& line) {
        lines.push_back(line.line);
        return true;
    }));
    return lines;
}

// One of each kind that a kiosk records after its first event.
std::vector<domain::Draft> one_of_each() {
    using namespace domain;
    const MeetingId meeting{"meeting1"}, opened{"meeting2"};
    const PersonId mentor{"mentor1"}, mentee{"mentee1"};
    const LocalTime starts{std::chrono::local_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours{14}};
    return {EventBody{CheckedIn{meeting, mentor, FoundBy::card}},
            EventBody{CheckedIn{meeting, mentee, FoundBy::pictures}},
            EventBody{CheckedOut{meeting, mentee}},
            EventBody{Retracted{2, RetractionReason::not_me, ""}},
            EventBody{MeetingOpened{Meeting{opened, GroupId{"group1"}, starts, starts + Minutes{40}, "библиотека",
                                            "Внеплановая", "«Как дела?»", false},
                                    mentor}},
            EventBody{AttendanceMarked{meeting, mentee, Mark::excused}},
            EventBody{MeetingConfirmed{meeting}},
            EventBody{MeetingCancelled{opened, "болезнь"}},
            AnswerGiven{meeting, mentee, answer_of("")},
            EventBody{LogExported{5, "VSTRECHA"}}};
}

}  // namespace

TEST_CASE("A new kiosk's log begins with the keys and is whole") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto lines = lines_of(*store);
    REQUIRE(lines.size() == 1);
    const auto first = eventlog::from_line(lines[0]);
    REQUIRE(first);
    const auto& started = std::get<domain::LogStarted>(first->body);
    const auto public_key = kiosk.files->read(kiosk.data / "keys" / "school.pub", 1000);
    REQUIRE(public_key);
    CHECK(started.school_key + "\n" == base::as_text(*public_key));
    CHECK(store->verify()->ok);
    CHECK(store->settings()->school_name == "Школа № 12");
    CHECK(store->roster()->number == 0);
}

TEST_CASE("Nobody but its owner may read the keys of a kiosk") {
    Kiosk kiosk;
    auto store = kiosk.create();
    namespace fs = std::filesystem;
    for (const char* name : {"kiosk.key", "school.pub", "school.key.json"}) {
        const auto mode = fs::status(kiosk.data / "keys" / name).permissions();
        CHECK((mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none);
    }
}

TEST_CASE("Making a kiosk where one is already changes nothing") {
    Kiosk kiosk;
    { auto store = kiosk.create(); }
    const auto key = kiosk.files->read(kiosk.data / "keys" / "school.key.json", 10000);
    auto again = storage::Store::create(kiosk.data, kiosk.ports(), Kiosk::identity());
    REQUIRE_FALSE(again);
    CHECK(again.error().kind == StorageErrorKind::exists);
    CHECK(*kiosk.files->read(kiosk.data / "keys" / "school.key.json", 10000) == *key);
}

TEST_CASE("A school's key is kept when the database beside it was deleted and a kiosk is made anew") {
    Kiosk kiosk;
    { auto store = kiosk.create(); }
    const auto key = kiosk.files->read(kiosk.data / "keys" / "school.key.json", 10000);
    for (const char* name : {"vstrecha.db", "vstrecha.db-wal", "vstrecha.db-shm"}) {
        std::filesystem::remove(kiosk.data / name);
    }
    // A kiosk was here, and what it recorded may still be in its second copy: nothing is made over it unasked.
    CHECK(storage::Store::create(kiosk.data, kiosk.ports(), Kiosk::identity()).error().kind == StorageErrorKind::exists);
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write).error().kind ==
          StorageErrorKind::damaged);
    std::filesystem::remove(kiosk.data / "keys" / "kiosk.id");
    auto store = kiosk.create();
    CHECK(*kiosk.files->read(kiosk.data / "keys" / "school.key.old-1.json", 10000) == *key);
}

TEST_CASE("A kiosk is not made without a passphrase or with something else than a PIN") {
    Kiosk kiosk;
    for (const char* pin : {"", "123", "123456789", "12a4"}) {
        auto identity = Kiosk::identity();
        identity.pin = pin;
        CHECK(storage::Store::create(kiosk.data, kiosk.ports(), identity).error().kind == StorageErrorKind::refused);
    }
    auto identity = Kiosk::identity();
    identity.passphrase.clear();
    CHECK(storage::Store::create(kiosk.data, kiosk.ports(), identity).error().kind == StorageErrorKind::refused);
}

TEST_CASE("What was recorded is the same after the kiosk was closed and opened") {
    Kiosk kiosk;
    std::vector<std::string> before;
    {
        auto store = kiosk.create();
        const auto events = store->append(one_of_each());
        REQUIRE(events);
        REQUIRE(events->size() == 10);
        CHECK(events->front().seq == 2);
        CHECK(events->back().seq == 11);
        before = lines_of(*store);
    }
    auto store = kiosk.open();
    CHECK(lines_of(*store) == before);
    CHECK(store->verify()->ok);
    CHECK(store->verify()->events == 11);
    const auto attendance = store->fold();
    REQUIRE(attendance);
    const domain::MeetingId meeting{"meeting1"};
    CHECK_FALSE(attendance->presence(meeting, domain::PersonId{"mentor1"}).checked_in);  // number 2 was taken back
    CHECK(attendance->presence(meeting, domain::PersonId{"mentee1"}).mark == domain::Mark::excused);
    CHECK(attendance->record(meeting).confirmed);
    CHECK(attendance->exported_up_to() == 5);
    const auto next = store->append({check_in("mentor1")});
    REQUIRE(next);
    CHECK(next->front().seq == 12);
    CHECK(store->verify()->ok);
}

TEST_CASE("An event says what the clocks said when it was recorded") {
    Kiosk kiosk;
    auto store = kiosk.create();
    kiosk.clock.advance(std::chrono::milliseconds{12'345});
    kiosk.clock.set_trusted(false);
    const auto event = store->append({check_in("p1")})->front();
    CHECK(event.at == kiosk.clock.read().wall);
    CHECK_FALSE(event.clock_trusted);
    CHECK(event.mono == std::chrono::milliseconds{12'345});
    CHECK(event.boot == kiosk.clock.boot_id());
}

TEST_CASE("Of several events that go together, all are recorded or none") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto refused = store->append({check_in("p1"), check_in("")});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == StorageErrorKind::refused);
    CHECK(lines_of(*store).size() == 1);
    CHECK(store->append({check_in("p1"), check_in("p2")})->back().seq == 3);
    CHECK(store->verify()->ok);
}

TEST_CASE("Nothing to record records nothing") {
    Kiosk kiosk;
    auto store = kiosk.create();
    CHECK(store->append({})->empty());
    CHECK(store->status()->last_seq == 1);
}

TEST_CASE("The kiosk's own disk never holds an answer that can be read") {
    Kiosk kiosk;
    {
        auto store = kiosk.create();
        REQUIRE(store->append({domain::AnswerGiven{domain::MeetingId{"m1"}, domain::PersonId{"p1"},
                                                   answer_of("Наставник меня обижает, secret words")}}));
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kiosk.data)) {
        if (!entry.is_regular_file()) continue;
        const auto content = kiosk.files->read(entry.path(), 100'000'000);
        REQUIRE(content);
        const std::string_view text = base::as_text(*content);
        CHECK(text.find("secret words") == std::string_view::npos);
        CHECK(text.find("обижает") == std::string_view::npos);
        CHECK(text.find("too_long") == std::string_view::npos);
        CHECK(text.find(kPassphrase) == std::string_view::npos);
    }
}

TEST_CASE("An answer is read again only with the curator's passphrase") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto event =
        store->append({domain::AnswerGiven{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, answer_of("ёж")}});
    REQUIRE(event);
    const auto wrong = store->open_school_key("зелёный трактор стоит");
    REQUIRE(wrong);
    CHECK_FALSE(*wrong);
    const auto key = store->open_school_key(kPassphrase);
    REQUIRE(key);
    REQUIRE(*key);
    const auto answer = eventlog::unseal(std::get<domain::Rated>(event->front().body).sealed, **key);
    REQUIRE(answer);
    CHECK(*answer == answer_of("ёж"));
}

TEST_CASE("An answer outside its limits is refused and nothing is recorded") {
    Kiosk kiosk;
    auto store = kiosk.create();
    domain::Answer answer = answer_of(std::string(201, 'a'));
    const auto refused = store->append({domain::AnswerGiven{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, answer}});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().kind == StorageErrorKind::refused);
    CHECK(store->status()->last_seq == 1);
}

TEST_CASE("A second program on the same data is told that it is in use") {
    Kiosk kiosk;
    auto store = kiosk.create();
    const auto second = storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write);
    REQUIRE_FALSE(second);
    CHECK(second.error().kind == StorageErrorKind::in_use);
    store.reset();
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write));
}

TEST_CASE("A reader beside a running kiosk sees each record as it comes and writes nothing") {
    Kiosk kiosk;
    auto store = kiosk.create();
    auto reader = kiosk.open(OpenMode::read_only);
    REQUIRE(store->append({check_in("p1")}));
    CHECK(reader->status()->last_seq == 2);
    CHECK(reader->status()->unacknowledged == 1);
    CHECK(reader->verify()->ok);
    REQUIRE(store->append({check_in("p2")}));
    CHECK(reader->status()->head == store->status()->head);
    CHECK(reader->append({check_in("p3")}).error().kind == StorageErrorKind::read_only);
    CHECK(reader->replace_roster({}).error().kind == StorageErrorKind::read_only);
    CHECK(reader->save_settings({}).error().kind == StorageErrorKind::read_only);
    CHECK(reader->save_throttle("pin", {}).error().kind == StorageErrorKind::read_only);
    CHECK(reader->set_pin("1234").error().kind == StorageErrorKind::read_only);
    reader.reset();
    REQUIRE(store->append({check_in("p4")}));
    CHECK(store->verify()->events == 4);
}

TEST_CASE("The log can be read where the kiosk does not run") {
    Kiosk kiosk;
    {
        auto store = kiosk.create();
        REQUIRE(store->append({check_in("p1")}));
    }
    auto reader = kiosk.open(OpenMode::read_only);
    CHECK(reader->verify()->events == 2);
    reader.reset();
    auto store = kiosk.open();
    CHECK(store->append({check_in("p2")})->front().seq == 3);
}

TEST_CASE("A folder without a kiosk, and one with something else, are told apart") {
    Kiosk kiosk;
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write).error().kind ==
          StorageErrorKind::not_found);
    REQUIRE(kiosk.files->make_folders(kiosk.data));
    const std::string text(5000, 'x');
    REQUIRE(kiosk.files->write_atomically(kiosk.data / "vstrecha.db", base::as_bytes(text)));
    CHECK(storage::Store::open(kiosk.data, kiosk.ports(), OpenMode::read_write).error().kind ==
          StorageErrorKind::damaged);
    CHECK(storage::Store::create(kiosk.data, kiosk.ports(), Kiosk::identity()).error().kind ==
          StorageErrorKind::exists);
    CHECK(base::as_text(*kiosk.files->read(kiosk.data / "vstrecha.db", 10000)) == text);
}

TEST_CASE("A take-away is noted, but does not end the waiting of what it took") {
    Kiosk kiosk;
    auto store = kiosk.create();
    CHECK(store->status()->unacknowledged == 0);
    CHECK_FALSE(store->status()->waiting_since);
    const auto began = kiosk.clock.read().wall;
    REQUIRE(store->append({check_in("p1")}));
    kiosk.clock.advance(std::chrono::minutes{5});
    REQUIRE(store->append({check_in("p2")}));
    REQUIRE(store->replace_roster({}));
    CHECK(store->status()->unacknowledged == 2);
    CHECK(store->status()->waiting_since == began);

    // Number 2 was taken away; number 3 came while it was being written.
    kiosk.clock.advance(std::chrono::minutes{5});
    REQUIRE(store->append({domain::EventBody{domain::LogExported{2, "USB"}}}));
    CHECK(store->status()->unacknowledged == 2);
    CHECK(store->status()->untaken == 1);
    CHECK(store->status()->exported_up_to == 2);
    CHECK(store->status()->waiting_since == began);
    CHECK(store->status()->last_export == kiosk.clock.read().wall);

    REQUIRE(store->append({domain::EventBody{domain::LogExported{5, "USB"}}}));
    CHECK(store->status()->unacknowledged == 2);
    CHECK(store->status()->untaken == 0);
    REQUIRE(store->append({check_in("p3")}));
    const auto now = store->status();
    store.reset();
    const auto later = kiosk.open()->status();
    CHECK(later->unacknowledged == 3);
    CHECK(later->untaken == 1);
    CHECK(later->exported_up_to == 5);
    CHECK(later->waiting_since == now->waiting_since);
    CHECK(later->head == now->head);
    CHECK(later->last_export == now->last_export);
}

TEST_CASE("The PIN of the kiosk is known again after it was opened anew, and can be changed") {
    Kiosk kiosk;
    { auto store = kiosk.create(); }
    auto store = kiosk.open();
    CHECK(*store->check_pin(kPin));
    CHECK_FALSE(*store->check_pin("2469"));
    CHECK_FALSE(*store->check_pin(""));
    CHECK(store->set_pin("12").error().kind == StorageErrorKind::refused);
    REQUIRE(store->set_pin("13579"));
    CHECK(*store->check_pin("13579"));
    CHECK_FALSE(*store->check_pin(kPin));
}

TEST_CASE("Waits after wrong tries survive a restart") {
    Kiosk kiosk;
    const domain::Throttle wait{3, kiosk.clock.read().wall, kiosk.clock.read().wall + std::chrono::seconds{30}};
    {
        auto store = kiosk.create();
        REQUIRE(store->save_throttle("pictures:5А", {2, {}, {}}));
        REQUIRE(store->save_throttle("pictures:5А", wait));
        REQUIRE(store->save_throttle("pin", {}));
    }
    const auto throttles = kiosk.open()->throttles();
    REQUIRE(throttles);
    CHECK(throttles->size() == 2);
    CHECK(throttles->at("pictures:5А") == wait);
    CHECK(throttles->at("pin") == domain::Throttle{});
}

TEST_CASE("Every setting survives a restart") {
    Kiosk kiosk;
    domain::Settings settings = Kiosk::identity().settings;
    settings.programme_name = "Вместе \"к успеху\"";
    settings.check_in_opens_before = domain::Minutes{5};
    settings.check_in_closes_after_end = domain::Minutes{10};
    settings.rating_closes_at = domain::Minutes{20 * 60 + 30};
    settings.check_out = true;
    settings.unplanned_meetings = false;
    settings.find_by = domain::FindBy::names;
    settings.language = domain::Language::english;
    settings.appearance = domain::Appearance::dark;
    settings.sound = false;
    settings.motion = false;
    settings.low_mode = true;
    settings.primary_colour = 0x00AB12;
    settings.logo = "logo.png";
    {
        auto store = kiosk.create();
        CHECK(*store->settings() == Kiosk::identity().settings);
        REQUIRE(store->save_settings(settings));
    }
    auto store = kiosk.open();
    CHECK(*store->settings() == settings);
    settings.primary_colour.reset();
    REQUIRE(store->save_settings(settings));
    CHECK(*store->settings() == settings);
    settings.rating_closes_at = domain::Minutes{-1};
    CHECK(store->save_settings(settings).error().kind == StorageErrorKind::refused);
}

TEST_CASE("What waits is counted the same whether the log was just folded, appended to, or read anew") {
    Kiosk kiosk;
    auto store = kiosk.create();
    for (const domain::Seq up_to : {3, 2, 6}) {  // the second export says less than the first: what is out is out
        for (int i = 0; i < 2; ++i) {
            REQUIRE(store->append({check_in("p")}));
            kiosk.clock.advance(std::chrono::minutes{1});
        }
        REQUIRE(store->append({domain::EventBody{domain::LogExported{up_to, "USB"}}}));
        const auto kept = store->status();
        REQUIRE(store->fold());
        const auto folded = store->status();
        const auto anew = kiosk.open(OpenMode::read_only)->status();
        CHECK(kept->unacknowledged == folded->unacknowledged);
        CHECK(kept->waiting_since == folded->waiting_since);
        CHECK(kept->last_export == folded->last_export);
        CHECK(kept->untaken == folded->untaken);
        CHECK(kept->exported_up_to == folded->exported_up_to);
        CHECK(kept->untaken == anew->untaken);
        CHECK(kept->exported_up_to == anew->exported_up_to);
        CHECK(kept->unacknowledged == anew->unacknowledged);
        CHECK(kept->waiting_since == anew->waiting_since);
        CHECK(kept->last_export == anew->last_export);
    }
    CHECK(store->status()->unacknowledged == 6);  // all, not the exports
    CHECK(store->status()->untaken == 2);         // 8 and 9, not what the exports took
}

TEST_CASE("A certain time takes the place of a guess, a guess stands beside the last certain one") {
    storage_test::Kiosk kiosk;
    const auto noted = [&](int hour, bool certain) {
        return domain::TimeNote{{kiosk.clock.read().wall + std::chrono::hours{hour}, "b0070000", std::chrono::hours{hour}}, certain};
    };
    {
        const auto store = kiosk.create();
        CHECK(store->heartbeats() == domain::TimeNotes{});
        REQUIRE(store->heartbeat(noted(1, true)));
        REQUIRE(store->heartbeat(noted(2, false)));
    }
    const auto store = kiosk.open();
    CHECK(store->heartbeats() == domain::TimeNotes{noted(1, true).moment, noted(2, false).moment});
    REQUIRE(store->heartbeat(noted(3, true)));
    CHECK(store->heartbeats() == domain::TimeNotes{noted(3, true).moment, std::nullopt});
}

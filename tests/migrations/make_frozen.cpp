// Makes a small database of the schema that this build writes: make_frozen FOLDER leaves it in
// FOLDER/vstrecha.db, in a folder that is not there yet. Run once when a schema is released; the file is then kept beside
// this as schema-N.db and never made again. All people in it are invented.
#include <sqlite3.h>

#include <cstdio>
#include <filesystem>

#include "app/eventlog/checkpoint.h"
#include "app/storage/store.h"
#include "platform/linux/linux.h"
#include "tests/migrations/frozen_school.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_entropy.h"

namespace {

template <class T>
T must(storage::StorageResult<T> result) {
    if (result) return std::move(*result);
    std::fprintf(stderr, "make_frozen: %s\n", result.error().detail.c_str());
    std::exit(1);
}
void must(const storage::StorageResult<void>& result) {
    if (result) return;
    std::fprintf(stderr, "make_frozen: %s\n", result.error().detail.c_str());
    std::exit(1);
}

void live(storage::Store& store, support::FakeClock& clock) {
    using namespace domain;
    using namespace std::chrono_literals;
    const auto record = [&](Draft draft) {
        must(store.append({std::move(draft)}));
        clock.advance(20s);
    };
    (void)must(store.replace_roster(frozen::roster()));
    must(store.save_throttle("pin", frozen::throttle()));
    record(EventBody{CheckedIn{frozen::kMeeting1, frozen::kMentor, FoundBy::card}});
    record(EventBody{CheckedIn{frozen::kMeeting1, frozen::kMentee, FoundBy::pictures}});
    record(EventBody{CheckedIn{frozen::kMeeting1, frozen::kStranger, FoundBy::code}});
    record(EventBody{Retracted{5, RetractionReason::not_me, ""}});
    clock.advance(40min);
    record(AnswerGiven{frozen::kMeeting1, frozen::kMentee, {4, {"useful"}, "Было интересно", false}});
    record(EventBody{CheckedOut{frozen::kMeeting1, frozen::kMentee}});
    record(EventBody{MeetingConfirmed{frozen::kMeeting1}});
    record(EventBody{LogExported{9, "SCHOOL-USB"}});
    record(EventBody{MeetingCancelled{frozen::kMeeting2, "карантин"}});
    clock.reboot("b0070001");
    clock.set_trusted(false);
    record(EventBody{MeetingOpened{frozen::opened(), frozen::kMentor}});
    record(EventBody{CheckedIn{frozen::kOpened, frozen::kMentor, FoundBy::names}});
    record(EventBody{AttendanceMarked{frozen::kOpened, frozen::kMentee, Mark::excused}});
    record(EventBody{Retracted{11, RetractionReason::curator, "перенесли"}});
    // From schema 2 on.
    record(EventBody{ClockCorrected{"b0070001", frozen::began() + 44min, ClockWord::curator}});
    must(store.heartbeat(frozen::heartbeat()));
    eventlog::Checkpoint checkpoint;
    checkpoint.kiosk = must(store.status()).kiosk;
    checkpoint.accepted_at = frozen::began() + 50min;
    must(store.read_log(10, [&](const storage::LogLine& line) {
        checkpoint.seq = line.seq;
        checkpoint.hash = line.hash;
        return false;
    }));
    const auto signed_line = eventlog::sign_checkpoint(checkpoint, frozen::acceptor().private_half);
    if (!signed_line || must(store.accept(*signed_line)) != storage::Acceptance::accepted) {
        std::fprintf(stderr, "make_frozen: the checkpoint was not accepted\n");
        std::exit(1);
    }
    must(store.save_snapshot());
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fprintf(stderr, "make_frozen FOLDER\n");
        return 64;
    }
    const std::filesystem::path data = argv[1];
    support::FakeClock clock{frozen::began()};
    support::FakeEntropy entropy{7};
    const auto locks = platform_linux::make_process_locks();
    const auto files = platform_linux::make_file_system();
    {
        storage::Identity identity;
        identity.settings = frozen::settings();
        identity.passphrase = "зелёный трактор едет";
        identity.pin = frozen::kPin;
        identity.hardness = storage::Hardness::tests;
        auto store = must(storage::Store::create(data, {clock, entropy, *locks, *files}, identity));
        std::filesystem::create_directories(data / "keys/acceptors");
        const std::string key = frozen::acceptor().public_half + "\n";
        if (!files->write_atomically(data / "keys/acceptors/server.pub", base::as_bytes(key))) return 1;
        live(*store, clock);
    }
    // Without the free pages that a new kiosk reserves, which would be most of the file.
    sqlite3* database = nullptr;
    if (sqlite3_open((data / "vstrecha.db").c_str(), &database) != SQLITE_OK ||
        sqlite3_exec(database, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr) != SQLITE_OK) {
        std::fprintf(stderr, "make_frozen: %s\n", sqlite3_errmsg(database));
        return 1;
    }
    sqlite3_close(database);
    return 0;
}

#include <atomic>
#include <cstdlib>
#include <map>
#include <thread>

#include "app/domain/explain.h"
#include "tests/unit/domain/kiosks.h"
#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;

namespace {

using Engine = std::mt19937_64;
std::size_t below(Engine& engine, std::size_t limit) {
    return static_cast<std::size_t>(engine() % limit);
}

// A kiosk's log, as it is and as it was before it lost something.
struct History {
    KioskLog log;
    std::optional<KioskLog> before_loss;
    domain::Seq lost_first = 0, lost_last = 0;
};

void record(Engine& engine, KioskLog& log, std::size_t times) {
    for (; times > 0; --times) {
        const domain::Seq next = log.last() + 1;
        domain::EventBody body = random_body(engine, next, log.id().value);
        auto* const retracted = std::get_if<domain::Retracted>(&body);
        if (retracted && !log.rows().empty()) retracted->what = log.rows()[below(engine, log.rows().size())].seq;
        const auto at = school::instant_of(school::today(13, static_cast<int>(below(engine, 30))));
        log.put(std::move(body), at, below(engine, 4) != 0, "boot" + std::to_string(below(engine, 3)),
                domain::Millis{60'000 * below(engine, 30)});
    }
}

History history(Engine& engine, const std::string& id) {
    History made{KioskLog{id, static_cast<std::uint8_t>(20 + below(engine, 100))}, {}};
    KioskLog& log = made.log;
    record(engine, log, 8 + below(engine, 12));
    if (below(engine, 3) == 0) {
        if (below(engine, 2) == 0) {
            made.lost_first = 2 + below(engine, 3);
            made.lost_last = made.lost_first + below(engine, 3);
            made.before_loss = log;
            log.lose(made.lost_first, made.lost_last);
            log.continue_after(log.last(), log.head(), {{made.lost_first, made.lost_last}});
        } else {
            log.continue_after(log.last(), log.head(), {});
        }
        record(engine, log, 4 + below(engine, 8));
    }
    return made;
}

using Pieces = std::vector<base::Bytes>;

// Bundles that together are the whole log, with overlaps and repetitions; none goes over a hole but for what a
// LogContinued names, and then what was lost turns up too.
void add_pieces(Engine& engine, const History& history, Pieces& to) {
    const auto& rows = history.log.rows();
    const auto follows = [&rows](std::size_t i) { return rows[i].before == rows[i - 1].hash; };
    for (std::size_t next = 0; next < rows.size();) {
        std::size_t from = next, last = next;
        for (std::size_t back = below(engine, 4); back > 0 && from > 0 && follows(from); --back) --from;
        for (std::size_t more = below(engine, 12); more > 0 && last + 1 < rows.size() && follows(last + 1); --more)
            ++last;
        to.push_back(history.log.bundle(rows[from].seq, rows[last].seq));
        if (below(engine, 4) == 0) to.push_back(to.back());
        next = last + 1;
    }
    if (history.before_loss) to.push_back(history.before_loss->bundle(history.lost_first, history.lost_last));
}

void shuffle(Engine& engine, Pieces& pieces) {
    for (std::size_t i = pieces.size(); i > 1; --i) std::swap(pieces[i - 1], pieces[below(engine, i)]);
}

// The fold of all that was ever recorded, kiosk by kiosk.
domain::MergedAttendance reference_of(const std::vector<History>& histories) {
    domain::MergedAttendance merged;
    for (const History& history : histories) {
        std::map<domain::Seq, std::string> lines;
        for (const auto* log : {&history.log, history.before_loss ? &*history.before_loss : &history.log}) {
            for (const Row& row : log->rows()) lines.emplace(row.seq, row.line);
        }
        for (const auto& [seq, line] : lines) merged.apply(*eventlog::from_line(line));
    }
    return merged;
}

std::vector<std::pair<domain::KioskId, domain::Seq>> names_of(const domain::MergedAttendance& attendance,
                                                              const domain::MeetingId& meeting) {
    std::vector<std::pair<domain::KioskId, domain::Seq>> names;
    for (const auto& each : domain::explain(attendance, meeting).events) {
        names.emplace_back(each.kiosk, each.account.stamp.seq);
    }
    return names;
}

void check_held(server::Store& store, const server::SchoolId& school, const domain::MergedAttendance& reference) {
    const auto whole = store.attendance(school);
    REQUIRE(whole);
    CHECK(told_by(*whole) == told_by(reference));
    CHECK(*whole == reference);
    for (const auto& meeting : reference.meetings()) {
        const auto one = store.attendance_of(school, meeting);
        REQUIRE(one);
        CHECK(one->record(meeting) == reference.record(meeting));
        CHECK(names_of(*one, meeting) == names_of(reference, meeting));
    }
}

std::vector<History> histories_of(Engine& engine, const std::string& name) {
    std::vector<History> histories;
    for (std::size_t i = 3 + below(engine, 3); i > 0; --i) {
        histories.push_back(history(engine, name + "-" + std::to_string(i)));
    }
    return histories;
}

// A gap is refused and sent again.
void deliver(TestServer& server, Engine& engine, const server::SchoolId& school, Pieces pieces) {
    while (!pieces.empty()) {
        Pieces refused;
        for (const base::Bytes& piece : pieces) {
            const auto result = server.send(piece);
            if (!result) {
                REQUIRE(server::name_of(result.error().why) == server::name_of(Refusal::gap));
                refused.push_back(piece);
            }
            if (below(engine, 8) == 0) REQUIRE(server->attendance_of(school, kMeetings[below(engine, 3)]));
        }
        pieces = std::move(refused);
        shuffle(engine, pieces);
    }
}

void one_order(TestServer& server, std::uint64_t seed) {
    INFO("seed " << seed);
    Engine engine{seed};
    const auto school = server.school();
    const auto histories = histories_of(engine, "k" + std::to_string(seed));
    Pieces pieces;
    for (const History& each : histories) {
        server.add(school, each.log);
        add_pieces(engine, each, pieces);
    }
    shuffle(engine, pieces);
    deliver(server, engine, school, std::move(pieces));
    check_held(*server.operator->(), school, reference_of(histories));
}

}  // namespace

TEST_CASE("The events of several kiosks, delivered in random orders with repetitions, end in the same state") {
    TestServer server{ON_BOTH};
    // VSTRECHA_ORDERS: how many.
    const char* const asked = std::getenv("VSTRECHA_ORDERS");
    const std::uint64_t orders = asked == nullptr ? 20 : std::strtoull(asked, nullptr, 10);
    for (std::uint64_t seed = 1; seed <= orders; ++seed) one_order(server, seed);
}

TEST_CASE("A number that was lost and turns up after all changes what was read already") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    KioskLog log{"k1"};
    const domain::MeetingId meeting{"m1"};
    const domain::PersonId mira{"mira"}, oleg{"oleg"};
    log.put(domain::CheckedIn{meeting, mira, domain::FoundBy::card});
    log.put(domain::CheckedIn{meeting, oleg, domain::FoundBy::card});
    log.put(domain::Retracted{2, domain::RetractionReason::not_me, ""});
    const KioskLog before = log;
    log.lose(2, 2);
    log.continue_after(3, log.head(), {{2, 2}});
    server.add(school, log);
    server.taken(log.bundle(1, 1));
    CHECK(server.refused(log.bundle(1'000'001, 1'000'001)).why == Refusal::gap);  // but it was told what is lost
    server.taken(log.bundle(3, 3));
    server.taken(log.bundle(1'000'001, 1'000'001));
    CHECK(names_of(*server->attendance_of(school, meeting), meeting).size() == 1);
    server.taken(before.bundle(2, 2));
    // The check-in that was lost, and the retraction that was read while there was nothing that it could take back.
    CHECK(names_of(*server->attendance_of(school, meeting), meeting).size() == 3);
    CHECK(server->attendance_of(school, meeting)->record(meeting).people.size() == 1);
}

TEST_CASE("Two schools that name a meeting alike see their own, and a revoked kiosk's records still count") {
    TestServer server{ON_BOTH};
    const auto ours = server.school("Наша"), theirs = server.school("Чужая");
    const domain::MeetingId meeting{"m1"};
    KioskLog one{"k1"}, other{"k2", 22};
    one.check_in(3, "ours");
    other.check_in(5, "theirs");
    server.add(ours, one);
    server.add(theirs, other);
    server.taken(one.all());
    server.taken(other.all());
    CHECK(server->attendance_of(ours, meeting)->record(meeting).people.size() == 3);
    REQUIRE(server->set_kiosk_state(theirs, other.id(), server::KioskState::revoked));
    CHECK(server->attendance_of(theirs, meeting)->record(meeting).people.size() == 5);
    CHECK(server->attendance(theirs)->record(meeting).people.size() == 5);
}

TEST_CASE("More lines than are read at once, and a restart between, are all found") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const domain::MeetingId meeting{"m1"};
    KioskLog log{"k1"};
    log.check_in(1'100);
    server.add(school, log);
    server.taken(log.bundle(1, 600));
    CHECK(server->attendance_of(school, meeting)->record(meeting).people.size() == 600);
    server.taken(log.bundle(601, 1'100));
    server.reopen();
    CHECK(server->attendance_of(school, meeting)->record(meeting).people.size() == 1'100);
    CHECK(server->attendance_of(school, domain::MeetingId{"m2"})->meetings().empty());
}

TEST_CASE("What was read by the rules of another build is read again") {
    TestServer server{ON_BOTH};
    const auto school = server.school();
    const domain::MeetingId meeting{"m1"};
    KioskLog log{"k1"};
    log.check_in(3);
    server.add(school, log);
    server.taken(log.all());
    CHECK(server->attendance_of(school, meeting)->record(meeting).people.size() == 3);
    server.run_sql("DELETE FROM meeting_lines");
    server.run_sql("UPDATE meeting_progress SET reading = 0");
    server.reopen();
    CHECK(server->attendance_of(school, meeting)->record(meeting).people.size() == 3);
}

TEST_CASE("Two processes that read while a third takes bundles in miss nothing") {
    TestServer server{On::postgresql};
    const auto school = server.school();
    Engine engine{5};
    const auto histories = histories_of(engine, "k");
    Pieces pieces;
    for (const History& each : histories) {
        server.add(school, each.log);
        add_pieces(engine, each, pieces);
    }
    shuffle(engine, pieces);
    const auto one = server.open(), other = server.open();
    std::atomic<bool> is_done = false;
    std::atomic<int> failures = 0;
    std::vector<std::thread> readers;
    for (server::Store* store : {one.get(), other.get()}) {
        readers.emplace_back([&, store] {
            while (!is_done) {
                if (!store->attendance_of(school, school::kNoon)) ++failures;
            }
        });
    }
    deliver(server, engine, school, std::move(pieces));
    is_done = true;
    for (std::thread& reader : readers) reader.join();
    CHECK(failures == 0);
    check_held(*one, school, reference_of(histories));
    check_held(*other, school, reference_of(histories));
}

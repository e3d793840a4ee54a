#include "app/eventlog/audit.h"

#include "app/eventlog/parting.h"
#include "tests/support/catch.h"
#include "tests/unit/eventlog/example_log.h"

using namespace eventlog_test;
using eventlog::Anchor;
using eventlog::Audit;
using eventlog::Finding;
using eventlog::Flaw;
using eventlog::to_line;

namespace {

std::vector<Finding> found(const Log& log, const Known& known = {}) {
    return audit(log, known).findings;
}
std::vector<Finding> only(Flaw flaw, domain::Seq first, domain::Seq last = 0) {
    return {{flaw, first, last}};
}
Anchor gap(const Log& log, domain::Seq seq) {
    return {Anchor::Kind::gap, seq, log.row(seq).hash};
}
Anchor pruned(const Log& log, domain::Seq seq) {
    return {Anchor::Kind::pruned, seq, log.row(seq).hash};
}

}  // namespace

namespace Catch {
template <>
struct StringMaker<Finding> {
    static std::string convert(const Finding& finding) {
        return "flaw " + std::to_string(static_cast<int>(finding.flaw)) + " " + std::to_string(finding.first) + ".." +
               std::to_string(finding.last);
    }
};
}  // namespace Catch

TEST_CASE("A log that nobody touched has no flaw, and its checkpoints agree") {
    const Log log{50};
    const auto report = audit(log, {{}, {log.accepted(20)}, {log.accepted(20), log.accepted(40)}});
    CHECK(report.findings.empty());
    CHECK(report.lost.empty());
    CHECK(report.events == 50);
    CHECK(report.last == 50);
    CHECK(report.head == log.head());
    CHECK(report.accepted_up_to == 40);
    CHECK(report.confirmed_up_to == 40);
}

TEST_CASE("Each byte of a log of 1,000 events, flipped in each bit, is found as a change at its own number") {
    const Log log{1'000};
    Audit before{kKiosk, {}, {}, {}};  // of the lines before the one that is changed
    std::size_t flips = 0;
    for (const Row& row : log.rows) {
        const std::string hash{base::as_text(row.hash)};
        const auto tell = [&](std::string_view line, std::string_view stored) {
            Audit audit = before;
            for (auto at = static_cast<std::size_t>(row.seq - 1); at < log.rows.size(); ++at) {
                const Row& each = log.rows[at];
                const bool touched = each.seq == row.seq;
                if (!audit.step(each.seq, touched ? line : each.line, touched ? stored : base::as_text(each.hash)))
                    break;
            }
            ++flips;
            if (audit.finish().findings != only(Flaw::changed, row.seq)) {
                CAPTURE(row.seq, line);
                FAIL("not found, or told otherwise");
            }
        };
        for (std::size_t i = 0; i < row.line.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                std::string line = row.line;
                line[i] = static_cast<char>(line[i] ^ (1 << bit));
                tell(line, hash);
            }
        }
        for (std::size_t i = 0; i < hash.size(); ++i) {
            std::string stored = hash;
            stored[i] = static_cast<char>(stored[i] ^ 1);
            tell(row.line, stored);
        }
        tell(row.line.substr(0, row.line.size() - 1), hash);
        tell(row.line + " ", hash);
        tell(row.line, hash.substr(0, 31));
        tell(row.line, hash + '\0');
        REQUIRE(before.step(row.seq, row.line, hash));
    }
    CHECK(flips > 1'500'000);
}

TEST_CASE("Deleted lines are told by their numbers, also where the others were moved up") {
    Log log{40};
    log.erase(12, 14);
    CHECK(found(log) == only(Flaw::deleted, 12, 14));
    for (Row& row : log.rows) row.seq = static_cast<domain::Seq>(&row - log.rows.data()) + 1;
    CHECK(found(log) == only(Flaw::deleted, 12, 14));
    Log first{40};
    first.erase(1, 1);
    CHECK(found(first) == only(Flaw::deleted, 1, 1));
    CHECK(found(Log{}) == only(Flaw::deleted, 1, 1));
    Log last_but_one{40};
    last_but_one.erase(39, 39);
    last_but_one.rows.back().seq = 39;
    CHECK(found(last_but_one) == only(Flaw::deleted, 39, 39));
}

TEST_CASE("An inserted line is told, also at the end") {
    for (const std::size_t from : {0U, 4U, 8U, 30U}) {
        for (const std::size_t at : {9U, 20U, 40U}) {
            Log log{40};
            log.rows.insert(log.rows.begin() + static_cast<std::ptrdiff_t>(at), log.rows[from]);
            for (Row& row : log.rows) row.seq = static_cast<domain::Seq>(&row - log.rows.data()) + 1;
            CAPTURE(from, at);
            CHECK(found(log) == only(Flaw::inserted, at + 1));
        }
    }
    // One of another hand, with the chain made anew for it alone.
    Log log{40};
    log.rows.insert(log.rows.begin() + 20, {0, *to_line(check_in_event(21, "forged")), {}});
    for (Row& row : log.rows) row.seq = static_cast<domain::Seq>(&row - log.rows.data()) + 1;
    log.rows[20].hash = eventlog::next_hash(log.rows[19].hash, log.rows[20].line);
    CHECK(found(log) == only(Flaw::inserted, 22));
}

TEST_CASE("Swapped lines are told by both their numbers") {
    for (const auto& [a, b] : {std::pair{5, 6}, {5, 30}, {1, 40}, {39, 40}}) {
        Log log{40};
        std::swap(log.rows[static_cast<std::size_t>(a) - 1], log.rows[static_cast<std::size_t>(b) - 1]);
        for (Row& row : log.rows) row.seq = static_cast<domain::Seq>(&row - log.rows.data()) + 1;
        CHECK(found(log) == only(Flaw::swapped, static_cast<domain::Seq>(a), static_cast<domain::Seq>(b)));
    }
    Log turned{40};
    std::rotate(turned.rows.begin() + 9, turned.rows.begin() + 10, turned.rows.begin() + 15);
    for (Row& row : turned.rows) row.seq = static_cast<domain::Seq>(&row - turned.rows.data()) + 1;
    REQUIRE(found(turned).size() == 1);
    CHECK(found(turned).front().first == 10);
    CHECK(found(turned).front().flaw != Flaw::changed);
}

TEST_CASE("A line overwritten by another line's text is a change") {
    Log log{40};
    log.rows[9].line = log.rows[19].line;
    CHECK(found(log) == only(Flaw::changed, 10));
    log.rows[9].line = log.rows[4].line;
    CHECK(found(log) == only(Flaw::changed, 10));
}

TEST_CASE("A chain made anew over what is no event of this kiosk is forged") {
    Log log{40};
    log.rows[9].line = replaced(log.rows[9].line, kKiosk.value, "ffffffffffffffff");
    log.chain_anew(9);
    CHECK(found(log) == only(Flaw::forged, 10));
    Log text{40};
    text.rows[9].line = "{}";
    text.chain_anew(9);
    CHECK(found(text) == only(Flaw::forged, 10));
    Log number{40};
    number.rows[9].line = replaced(number.rows[9].line, "\"seq\":10", "\"seq\":11");
    number.chain_anew(9);
    CHECK(found(number) == only(Flaw::forged, 10));
}

TEST_CASE("History rewritten and chained anew is told by the log's own checkpoints, within the two around it") {
    const Log honest{50};
    Log log = honest;
    log.rows[24].line = *to_line(check_in_event(25, "another"));
    log.chain_anew(24);
    CHECK(found(log).empty());  // a chain alone cannot show it
    CHECK(found(log, {{}, {honest.accepted(20)}, {}}).empty());
    const auto report = audit(log, {{}, {honest.accepted(20), honest.accepted(30), honest.accepted(40)}, {}});
    CHECK(report.findings == only(Flaw::rewritten, 21, 30));
    CHECK(report.confirmed_up_to == 20);
    CHECK(report.events == 50);
}

TEST_CASE("A tail that was cut off is told by the log's own checkpoint") {
    Log log{50};
    const Known known{{}, {log.accepted(20), log.accepted(45)}, {}};
    CHECK(found(log, known).empty());
    log.erase(45, 50);
    CHECK(found(log, known) == only(Flaw::tail_cut, 45, 45));
    log.erase(15, 50);
    CHECK(found(log, known) == only(Flaw::tail_cut, 15, 45));
    // What was never accepted anywhere is not missed by anybody.
    Log newest{50};
    newest.erase(46, 50);
    CHECK(found(newest, known).empty());
}

TEST_CASE("A log put back to yesterday's copy is told by a checkpoint that it does not know") {
    Log log{50};
    const auto today = log.accepted(48), yesterday = log.accepted(30);
    log.erase(41, 50);
    CHECK(found(log, {{}, {yesterday}, {}}).empty());
    CHECK(found(log, {{}, {yesterday}, {yesterday, today}}) == only(Flaw::rolled_back, 41, 48));
    CHECK(found(log, {{}, {yesterday, today}, {yesterday, today}}) == only(Flaw::tail_cut, 41, 48));
    // A checkpoint of another kiosk says nothing of this one.
    auto other = today;
    other.kiosk = domain::KioskId{"other"};
    CHECK(found(log, {{}, {yesterday}, {other}}).empty());
    CHECK(audit(log, {{}, {}, {other}}).accepted_up_to == 0);
}

TEST_CASE("Two copies that go on apart are told by a checkpoint that contradicts a chain that holds") {
    Log one{40};
    Log two = one;
    one.add("here");
    two.add("there");
    for (int i = 0; i < 5; ++i) one.add("a" + std::to_string(i)), two.add("b" + std::to_string(i));
    CHECK(found(one, {{}, {one.accepted(30)}, {two.accepted(43)}}) == only(Flaw::forked, 31, 43));
    CHECK(found(two, {{}, {one.accepted(30)}, {two.accepted(43)}}).empty());
    // Two checkpoints are enough: no log is needed to see it.
    CHECK(eventlog::find_fork(std::vector{one.accepted(30), two.accepted(45), one.accepted(42), two.accepted(42)}) ==
          42);
    CHECK_FALSE(eventlog::find_fork(std::vector{one.accepted(30), two.accepted(30), one.accepted(43)}));
    CHECK(found(Log{40}, {{}, {one.accepted(42)}, {two.accepted(42)}}).front() == Finding{Flaw::forked, 42, 42});
}

TEST_CASE("Damage that the log names is told as loss, and the numbers behind it hold") {
    Log log{40};
    const Known known{{gap(log, 14)}, {log.accepted(13), log.accepted(14), log.accepted(30)}, {}};
    log.continue_after({40, base::to_hex(log.head()), {{12, 14}}});
    for (int i = 0; i < 5; ++i) log.add("after" + std::to_string(i));
    log.erase(12, 14);
    const auto report = audit(log, known);
    CHECK(report.findings.empty());
    CHECK(report.lost == std::vector<domain::LostRange>{{12, 14}});
    CHECK(report.last == 1'000'006);
    CHECK(report.events == 43);
    CHECK(report.confirmed_up_to == 30);

    SECTION("but not without the anchor") {
        CHECK(found(log, {}) == only(Flaw::deleted, 12, 14));
    }
    SECTION("and not where more is missing than was named") {
        const Log whole{40};
        log.erase(11, 11);
        CHECK(found(log, known) == only(Flaw::deleted, 11, 11));
    }
    SECTION("and not where the anchor's hash is another") {
        Known other = known;
        other.anchors.front().hash.fill(1);
        other.own.clear();
        CHECK(found(log, other) == only(Flaw::changed, 15));
    }
}

TEST_CASE("A gap that only an anchor excuses, and no later event names, is a deletion") {
    Log log{40};
    const Known known{{gap(log, 14)}, {}, {}};
    log.erase(12, 14);
    CHECK(found(log, known) == only(Flaw::deleted, 12, 14));
}

TEST_CASE("A tail lost to damage is named by the next chain; what others hold of it is not called cut") {
    Log log{40};
    const Known known{{}, {log.accepted(20), log.accepted(38)}, {}};
    log.erase(31, 40);
    const std::string head = base::to_hex(log.head());
    SECTION("as it should be") {
        log.continue_after({30, head, {}});
        log.add("after");
        CHECK(found(log, known).empty());
        CHECK(audit(log, known).accepted_up_to == 38);
        CHECK(audit(log, known).confirmed_up_to == 20);
        // A cut that poses as damage is told by its numbers all the same, as far as anybody holds them.
        CHECK(audit(log, known).lost == std::vector<domain::LostRange>{{31, 38}});
        CHECK(audit(log).lost.empty());
        CHECK(log.last() == 1'000'002);
    }
    SECTION("with the hash of a number whose line is lost") {
        const Log whole{40};
        log.continue_after({40, base::to_hex(whole.head()), {{31, 40}}});
        CHECK(found(log, known).empty());
        CHECK(found(log, {{}, {}, {whole.accepted(40)}}).empty());
        CHECK(audit(log, {{}, {}, {whole.accepted(40)}}).confirmed_up_to == 40);
    }
    SECTION("numbers up to the last known one that nobody named") {
        log.continue_after({40, std::string(64, '0'), {{31, 35}}});
        CHECK(found(log, known) == only(Flaw::deleted, 36, 40));
    }
    SECTION("events slipped in before the new chain") {
        log.continue_after({30, head, {}});
        const Row continued = log.rows.back();
        log.rows.pop_back();
        log.add("slipped");
        log.rows.push_back(continued);
        CHECK(found(log, known) == only(Flaw::inserted, 31, 31));
    }
    SECTION("history rewritten before the new chain") {
        log.continue_after({30, head, {}});
        log.rows[24].line = *to_line(check_in_event(25, "another"));
        const Row continued = log.rows.back();
        log.rows.pop_back();
        log.chain_anew(24);
        log.rows.push_back(continued);
        CHECK(found(log, known) == only(Flaw::rewritten, 21, 30));
    }
}

TEST_CASE("Nothing left of the old log: the new chain says so") {
    Log log;
    log.continue_after({0, std::string(64, '0'), {}});
    log.add("after");
    CHECK(found(log).empty());
    Log all;
    all.continue_after({40, std::string(64, '0'), {{1, 40}}});
    CHECK(found(all).empty());
    CHECK(audit(all).lost == std::vector<domain::LostRange>{{1, 40}});
}

TEST_CASE("What was pruned up to an accepted checkpoint is not missed; pruned without one it is") {
    Log log{50};
    const Log whole = log;
    log.erase(1, 30);
    const Anchor anchor = pruned(whole, 30);
    const auto report = audit(log, {{anchor}, {whole.accepted(20), whole.accepted(35)}, {}});
    CHECK(report.findings.empty());
    CHECK(report.pruned_up_to == 30);
    CHECK(report.events == 20);
    CHECK(found(log, {{anchor}, {whole.accepted(30)}, {}}).empty());
    CHECK(found(log, {{anchor}, {}, {}}) == only(Flaw::pruned_early, 1, 30));
    CHECK(found(log, {{anchor}, {whole.accepted(20)}, {}}) == only(Flaw::pruned_early, 21, 30));
    CHECK(found(log) == only(Flaw::deleted, 1, 30));
    log.erase(31, 31);
    CHECK(found(log, {{anchor}, {whole.accepted(35)}, {}}) == only(Flaw::deleted, 31, 31));
    log.erase(32, 50);  // all of it was pruned
    CHECK(found(log, {{pruned(whole, 50)}, {whole.accepted(50)}, {}}).empty());
    // An older anchor stays behind a newer one.
    log = whole;
    log.erase(1, 40);
    CHECK(found(log, {{anchor, pruned(whole, 40)}, {whole.accepted(40)}, {}}).empty());
    CHECK(found(whole, {{anchor}, {whole.accepted(40)}, {}}).empty());
}

namespace {

eventlog::Parting parting(const Log& one, const Log& other) {
    const auto pull = [](const Log& log) -> eventlog::PullHash {
        return [&log, next = std::size_t{0}]() mutable -> std::optional<eventlog::NumberedHash> {
            if (next == log.rows.size()) return std::nullopt;
            const Row& row = log.rows[next++];
            return eventlog::NumberedHash{row.seq, row.hash};
        };
    };
    return eventlog::find_parting(pull(one), pull(other));
}

}  // namespace

TEST_CASE("Of two copies that went on apart, the first number that differs is told") {
    Log one{40};
    Log two = one;
    CHECK_FALSE(parting(one, two).parted);
    two.add("later");
    CHECK_FALSE(parting(one, two).parted);  // one is only older
    CHECK(parting(one, two).last_of_one == 40);
    CHECK(parting(one, two).last_of_other == 41);
    one.add("other");
    CHECK(parting(one, two).parted == 41);
    CHECK(parting(one, two).common == 40);
    one.erase(1, 30);  // pruned, or lost
    two.erase(20, 35);
    CHECK(parting(one, two).parted == 41);
    CHECK(parting(two, one).parted == 41);
    CHECK(parting(Log{5}, Log{5, "q"}).parted == 1);
    CHECK_FALSE(parting(Log{}, Log{5}).parted);
}

#include <functional>

#include "app/roster_snapshot/packing.h"
#include "platform/base/bytes.h"
#include "tests/support/catch.h"
#include "tests/unit/roster_snapshot/example_school.h"

using namespace roster_snapshot;
using namespace roster_snapshot_test;

namespace {

std::string written(const Snapshot& snapshot) {
    const auto text = write(snapshot, acceptor().private_half);
    REQUIRE(text);
    return *text;
}

SnapshotResult<Snapshot> read_back(const std::string& text) {
    return read(text, acceptor().public_half);
}

// The text with one line changed, and signed again by the right key: so that only the reader's own look can refuse it.
std::string with_line(const Snapshot& snapshot, const std::string& from, const std::string& to) {
    std::string text = written(snapshot);
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    text.replace(at, from.size(), to);
    return text;
}

}  // namespace

TEST_CASE("A snapshot that was written is read as it was, with every member of every kind") {
    const Snapshot snapshot = example();
    const auto back = read_back(written(snapshot));
    REQUIRE(back);
    CHECK(*back == snapshot);
    Snapshot empty;
    empty.school = "s";
    CHECK(*read_back(written(empty)) == empty);
}

TEST_CASE("A snapshot of another signer, or with any bit changed, is refused") {
    const std::string text = written(example());
    const auto other = read(text, acceptor(6).public_half);
    REQUIRE_FALSE(other);
    CHECK(other.error().error == SnapshotError::wrong_signature);
    std::size_t refused = 0;
    for (std::size_t bit = 0; bit < 8 * text.size(); ++bit) {
        std::string changed = text;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << bit % 8));
        refused += read_back(changed) ? 0 : 1;
    }
    CHECK(refused == 8 * text.size());
    for (std::size_t size = 0; size < text.size(); ++size) CHECK_FALSE(read_back(text.substr(0, size)));
    CHECK_FALSE(read_back(text + "\n"));
    CHECK_FALSE(read_back(text + text));
}

TEST_CASE("A refusal names the line and the member, and nobody's name") {
    struct Row {
        std::string from, to;
        std::uint64_t line;
    };
    const std::vector<Row> rows = {{R"("kind":"pupil")", R"("kind":"parent")", 2},
                                   {R"([10,"А"])", R"([10])", 2},
                                   {R"("born":"2010-02-28")", R"("born":"2010-02-30")", 2},
                                   {R"("pictures":[0,1,2])", R"("pictures":[0,1,12])", 2},
                                   {R"("code":"0117")", R"("code":117)", 2},
                                   {R"("cards":["0001234567")", R"("cards":[7)", 2},
                                   {R"("mentor":"p1")", R"("mentor":null)", 5},
                                   {R"("planned":true)", R"("planned":1)", 6},
                                   {R"("starts":)", R"("starts":-9)", 6},
                                   {R"("planned":true})", R"("planned":true,"x":1})", 6},
                                   {R"("meetings":2})", R"("meetings":3})", 8},
                                   {R"("people":3)", R"("people":2)", 4}};
    for (const Row& row : rows) {
        const auto refused = read_back(with_line(example(), row.from, row.to));
        INFO(row.from);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == SnapshotError::damaged);
        CHECK(refused.error().line == row.line);
        CHECK_FALSE(refused.error().what.empty());
        CHECK(refused.error().what.find("Шаповалова") == std::string::npos);
    }
}

TEST_CASE("What is no snapshot, is of newer software or is too large is told apart") {
    const auto error_of = [](const std::string& text) { return read_back(text).error().error; };
    CHECK(error_of("") == SnapshotError::not_a_snapshot);
    CHECK(error_of("PK\x03\x04") == SnapshotError::not_a_snapshot);
    CHECK(error_of(with_line(example(), R"("roster":1)", R"("roster":2)")) == SnapshotError::newer_version);
    CHECK(error_of(with_line(example(), R"("people":3)", R"("people":200001)")) == SnapshotError::too_large);
    CHECK(error_of(std::string(kTextBytes + 1, '{')) == SnapshotError::too_large);
    CHECK(error_of("{\"roster\":" + std::string(60'000, '[') + "\n") == SnapshotError::damaged);
}

TEST_CASE("A roster that breaks a rule is neither written nor read") {
    struct Row {
        std::string rule;
        std::function<void(domain::Roster&)> breaks;
    };
    const std::vector<Row> rows = {
        {"an id that somebody has already", [](domain::Roster& r) { r.people[1].id = r.people[0].id; }},
        {"an id", [](domain::Roster& r) { r.people[0].id.value = "п1"; }},
        {"a name that is not whole", [](domain::Roster& r) { r.people[0].name.given.clear(); }},
        {"a name", [](domain::Roster& r) { r.people[0].name.surname = "a\nb"; }},
        {"a pupil without a class", [](domain::Roster& r) { r.people[0].class_name.reset(); }},
        {"a teacher's class",
         [](domain::Roster& r) {
             r.people[2].class_name = domain::ClassName{1, ""};
         }},
        {"a grade", [](domain::Roster& r) { r.people[0].class_name->grade = 12; }},
        {"the same picture twice",
         [](domain::Roster& r) {
             r.people[0].pictures = {1, 1, 2};
         }},
        {"three pictures that somebody of the class has already",
         [](domain::Roster& r) { r.people[1].class_name = r.people[0].class_name; }},
        {"a code that somebody has already", [](domain::Roster& r) { r.people[1].code = r.people[0].code; }},
        {"a code", [](domain::Roster& r) { r.people[0].code = "12a"; }},
        {"a card", [](domain::Roster& r) { r.people[0].cards = {"123"}; }},
        {"a card that somebody has already", [](domain::Roster& r) { r.people[1].cards = {"99887766"}; }},
        {"a mentor who is not in the roster", [](domain::Roster& r) { r.groups[0].mentor.value = "p9"; }},
        {"a mentee who is not in the roster", [](domain::Roster& r) { r.groups[0].mentees[0].person.value = "p9"; }},
        {"somebody twice", [](domain::Roster& r) { r.groups[0].mentees[0].person = r.groups[0].mentor; }},
        {"a group that is not in the roster", [](domain::Roster& r) { r.meetings[0].group.value = "g9"; }},
        {"its times", [](domain::Roster& r) { r.meetings[0].ends = r.meetings[0].starts; }},
        {"an id that is there already", [](domain::Roster& r) { r.meetings[1].id = r.meetings[0].id; }}};
    for (const Row& row : rows) {
        Snapshot snapshot = example();
        row.breaks(snapshot.roster);
        const auto refused = write(snapshot, acceptor().private_half);
        INFO(row.rule);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == SnapshotError::not_consistent);
        CHECK(refused.error().what == row.rule);
    }
    // Who cannot be found may have anybody's pictures.
    Snapshot snapshot = example();
    snapshot.roster.people[1].class_name = snapshot.roster.people[0].class_name;
    snapshot.roster.people[1].consent.reset();
    CHECK(read_back(written(snapshot)));
}

TEST_CASE("Aliases are written and read, and a text without them is as it was before there were any") {
    Snapshot snapshot = example();
    CHECK(written(snapshot).find("alias") == std::string::npos);
    domain::Aliases& aliases = snapshot.roster.aliases;
    aliases.add(domain::PersonId{"b1"}, domain::PersonId{"p1"});
    aliases.add(domain::PersonId{"b2"}, domain::PersonId{"p1"});
    aliases.add(domain::GroupId{"b1"}, domain::GroupId{"g1"});
    aliases.add(domain::MeetingId{"b9"}, domain::MeetingId{"gone"});  // of a meeting that has left the lists
    const std::string text = written(snapshot);
    CHECK(text.find(R"("meetings":2,"aliases":4})") != std::string::npos);
    const auto back = read_back(text);
    REQUIRE(back);
    CHECK(*back == snapshot);
    struct Row {
        std::string from, to;
        std::uint64_t line;
    };
    const std::vector<Row> rows = {{R"({"alias":"person","id":"b1")", R"({"alias":"parent","id":"b1")", 8},
                                   {R"("id":"b2")", R"("id":"b1")", 9},
                                   {R"("id":"b2")", R"("id":7)", 9},
                                   {R"("is":"g1")", R"("is":"g1","x":1)", 10},
                                   {R"("aliases":4)", R"("aliases":3)", 11},
                                   {R"("aliases":4)", R"("aliases":5)", 12}};
    for (const Row& row : rows) {
        const auto refused = read_back(with_line(snapshot, row.from, row.to));
        INFO(row.from);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == SnapshotError::damaged);
        CHECK(refused.error().line == row.line);
    }
    CHECK(read_back(with_line(snapshot, R"("aliases":4)", R"("aliases":200001)")).error().error ==
          SnapshotError::too_large);
}

TEST_CASE("Aliases that stand for each other or for an id of the lists are neither written nor read") {
    const auto refused_for = [](const std::function<void(domain::Aliases&)>& breaks) {
        Snapshot snapshot = example();
        breaks(snapshot.roster.aliases);
        const auto refused = write(snapshot, acceptor().private_half);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().error == SnapshotError::not_consistent);
        return std::pair{refused.error().what, refused.error().line};
    };
    using Aliases = domain::Aliases;
    using domain::GroupId;
    using domain::PersonId;
    CHECK(refused_for([](Aliases& a) { a.people[PersonId{"p2"}] = PersonId{"p1"}; }) ==
          std::pair{std::string{"an alias that is in the lists itself"}, std::uint64_t{8}});
    CHECK(refused_for([](Aliases& a) {
              a.people[PersonId{"b1"}] = PersonId{"p1"};
              a.groups[GroupId{"g1"}] = GroupId{"g1"};
          }) == std::pair{std::string{"an alias that is in the lists itself"}, std::uint64_t{9}});
    CHECK(refused_for([](Aliases& a) {
              a.people[PersonId{"b1"}] = PersonId{"b2"};
              a.people[PersonId{"b2"}] = PersonId{"p1"};
          }).first == "an alias of an alias");
    CHECK(refused_for([](Aliases& a) { a.people[PersonId{"b1"}] = PersonId{"b1"}; }).first == "an alias of an alias");
    CHECK(refused_for([](Aliases& a) { a.meetings[domain::MeetingId{"b 1"}] = domain::MeetingId{"m1"}; }).first ==
          "an alias that is no id");
}

TEST_CASE("A key that is none signs nothing") {
    const auto refused = write(example(), "12");
    REQUIRE_FALSE(refused);
    CHECK(refused.error().error == SnapshotError::cannot_sign);
}

TEST_CASE("Packed whole or as a difference, the text is the same again") {
    Snapshot snapshot = example();
    const std::string older = written(snapshot);
    CHECK(*unpack(pack(older), {}) == older);
    CHECK(*unpack(pack(older), "whatever") == older);
    snapshot.roster.people[0].code = "0200";
    ++snapshot.roster.number;
    const std::string newer = written(snapshot);
    CHECK(*unpack(pack_difference(newer, older), older) == newer);
}

TEST_CASE("A difference in a school of thousands is small") {
    Snapshot snapshot = example();
    for (int i = 0; i < 2'000; ++i) {
        domain::Person person = snapshot.roster.people[2];
        person.id.value = "t" + std::to_string(i * 7919);
        person.name.surname += std::to_string(i % 97);
        snapshot.roster.people.push_back(person);
    }
    const std::string older = written(snapshot);
    snapshot.roster.people[1'000].cards = {"55512345"};
    ++snapshot.roster.number;
    const std::string newer = written(snapshot);
    const auto whole = pack(newer), difference = pack_difference(newer, older);
    CHECK(*unpack(difference, older) == newer);
    CHECK(difference.size() < 600);
    CHECK(whole.size() > 10 * difference.size());
}

TEST_CASE("A packed text that is cut or changed, or belongs to another base, gives nothing") {
    Snapshot snapshot = example();
    const std::string older = written(snapshot);
    snapshot.roster.people[0].code = "0200";
    const std::string newer = written(snapshot);
    for (const base::Bytes& good : {pack(newer), pack_difference(newer, older)}) {
        for (std::size_t size = 0; size < good.size(); ++size) {
            const auto cut = unpack(base::ByteView{good}.first(size), older);
            REQUIRE_FALSE(cut);
        }
        for (std::size_t bit = 0; bit < 8 * good.size(); ++bit) {
            base::Bytes changed = good;
            changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const auto text = unpack(changed, older);
            if (text) REQUIRE(*text == newer);  // a bit of the frame that says nothing
        }
    }
    CHECK(unpack(pack_difference(newer, older), {}).error() == PackingError::another_base);
    CHECK(unpack(pack_difference(newer, older), newer).error() == PackingError::another_base);
    CHECK(unpack(base::as_bytes("PK\x03\x04 and more"), {}).error() == PackingError::not_packed);
}

TEST_CASE("A frame that says it is larger than a roster may be is not opened") {
    const base::Bytes bomb = pack(std::string(kTextBytes + 1, ' '));
    CHECK(bomb.size() < 10'000);
    CHECK(unpack(bomb, {}).error() == PackingError::too_large);
}

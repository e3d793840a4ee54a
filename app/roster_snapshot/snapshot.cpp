#include "app/roster_snapshot/snapshot.h"

#include <algorithm>
#include <charconv>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

#include "app/eventlog/signing.h"
#include "app/roster_snapshot/consistency.h"
#include "platform/base/bytes.h"

namespace roster_snapshot {

namespace {

using Json = nlohmann::ordered_json;
using domain::LocalDate;
using domain::LocalTime;

constexpr int kVersion = 1;
// The years 1900 to 2199, in milliseconds of local time.
constexpr std::int64_t kEarliest = -2'208'988'800'000, kLatest = 7'258'118'400'000;

auto failed(SnapshotError error, std::uint64_t line = 0, std::string what = {}) {
    return base::failure(SnapshotFailure{error, line, std::move(what)});
}

// --- one value

std::string text_of(const LocalDate& date) {
    if (!date.ok()) return {};
    std::string text = "0000-00-00";
    const auto put = [&text](std::size_t at, std::size_t width, unsigned number) {
        for (std::size_t i = at + width; i-- > at; number /= 10) text[i] = static_cast<char>('0' + number % 10);
    };
    put(0, 4, static_cast<unsigned>(static_cast<int>(date.year())));
    put(5, 2, static_cast<unsigned>(date.month()));
    put(8, 2, static_cast<unsigned>(date.day()));
    return text;
}

// Thrown within this file, and nowhere seen outside: the member that is not as it should be.
struct WrongMember {
    const char* name;
};

LocalDate date_in(const std::string& text, const char* name) {
    const auto number = [&](std::size_t at, std::size_t width) {
        int value = 0;
        const char* const begin = text.data() + at;
        const auto [end, error] = std::from_chars(begin, begin + width, value);
        if (error != std::errc{} || end != begin + width) throw WrongMember{name};
        return value;
    };
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') throw WrongMember{name};
    const LocalDate date{std::chrono::year{number(0, 4)}, std::chrono::month{static_cast<unsigned>(number(5, 2))},
                         std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    if (!date.ok()) throw WrongMember{name};
    return date;
}

LocalDate date_or_unknown(const std::string& text, const char* name) {
    return text.empty() ? LocalDate{} : date_in(text, name);
}

// --- an object of known members

class Members {
  public:
    explicit Members(const Json& object) : object_(object) {}
    // Each member is taken once; what is left at the end is one too many.
    [[nodiscard]] const Json* find(const char* name) {
        const auto found = object_.find(name);
        if (found == object_.end()) return nullptr;
        ++taken_;
        return &*found;
    }
    [[nodiscard]] const Json& get(const char* name) {
        const Json* const value = find(name);
        if (value == nullptr) throw WrongMember{name};
        return *value;
    }
    [[nodiscard]] std::string string(const char* name) { return text_in(get(name), name); }
    [[nodiscard]] std::uint64_t number(const char* name) {
        const Json& value = get(name);
        if (!value.is_number_unsigned()) throw WrongMember{name};
        return value.get<std::uint64_t>();
    }
    [[nodiscard]] LocalTime time(const char* name) {
        const Json& value = get(name);
        if (!value.is_number_integer()) throw WrongMember{name};
        const auto milliseconds = value.get<std::int64_t>();
        if (milliseconds < kEarliest || milliseconds > kLatest) throw WrongMember{name};
        return LocalTime{domain::Millis{milliseconds}};
    }
    [[nodiscard]] const Json& list(const char* name) {
        const Json& value = get(name);
        if (!value.is_array()) throw WrongMember{name};
        return value;
    }
    [[nodiscard]] const Json& list(const char* name, std::size_t size) {
        const Json& value = list(name);
        if (value.size() != size) throw WrongMember{name};
        return value;
    }
    [[nodiscard]] static std::string text_in(const Json& value, const char* name) {
        if (!value.is_string()) throw WrongMember{name};
        return value.get<std::string>();
    }
    void end() const {
        if (taken_ != object_.size()) throw WrongMember{"a member too many"};
    }

  private:
    const Json& object_;
    std::size_t taken_ = 0;
};

// --- one line of each kind

Json line_of(const domain::Person& person) {
    Json line{{"person", person.id.value},
              {"kind", person.kind == domain::PersonKind::pupil ? "pupil" : "teacher"},
              {"name", Json::array({person.name.surname, person.name.given, person.name.patronymic})}};
    if (person.class_name) line["class"] = Json::array({person.class_name->grade, person.class_name->letter});
    if (person.birth_date) line["born"] = text_of(*person.birth_date);
    if (person.consent) line["consent"] = Json::array({text_of(person.consent->date), person.consent->signed_by});
    line["pictures"] = Json::array({person.pictures[0], person.pictures[1], person.pictures[2]});
    line["code"] = person.code;
    line["cards"] = Json(Json::value_t::array);
    for (const std::string& card : person.cards) line["cards"].push_back(card);
    return line;
}

domain::Person person_in(Members& members) {
    domain::Person person;
    person.id.value = members.string("person");
    const std::string kind = members.string("kind");
    if (kind != "pupil" && kind != "teacher") throw WrongMember{"kind"};
    person.kind = kind == "pupil" ? domain::PersonKind::pupil : domain::PersonKind::teacher;
    const Json& name = members.list("name", 3);
    person.name = {Members::text_in(name[0], "name"), Members::text_in(name[1], "name"),
                   Members::text_in(name[2], "name")};
    if (const Json* value = members.find("class")) {
        if (!value->is_array() || value->size() != 2 || !(*value)[0].is_number_unsigned() || (*value)[0] > 100) {
            throw WrongMember{"class"};
        }
        person.class_name = domain::ClassName{(*value)[0].get<int>(), Members::text_in((*value)[1], "class")};
    }
    if (const Json* born = members.find("born")) person.birth_date = date_in(Members::text_in(*born, "born"), "born");
    if (const Json* consent = members.find("consent")) {
        if (!consent->is_array() || consent->size() != 2) throw WrongMember{"consent"};
        person.consent = domain::Consent{date_or_unknown(Members::text_in((*consent)[0], "consent"), "consent"),
                                         Members::text_in((*consent)[1], "consent")};
    }
    const Json& pictures = members.list("pictures", 3);
    for (std::size_t i = 0; i < 3; ++i) {
        if (!pictures[i].is_number_unsigned() || pictures[i] >= domain::kPictureCount) throw WrongMember{"pictures"};
        person.pictures[i] = pictures[i].get<std::uint8_t>();
    }
    person.code = members.string("code");
    for (const Json& card : members.list("cards")) person.cards.push_back(Members::text_in(card, "cards"));
    return person;
}

Json line_of(const domain::Group& group) {
    Json line{{"group", group.id.value},
              {"number", group.number},
              {"form", group.form},
              {"variant", group.variant},
              {"mentor", group.mentor.value},
              {"order", group.order},
              {"mentees", Json(Json::value_t::array)}};
    for (const domain::Mentee& mentee : group.mentees) {
        const std::string joined = mentee.joined ? text_of(*mentee.joined) : std::string{};
        line["mentees"].push_back(Json::array({mentee.person.value, mentee.request, joined}));
    }
    return line;
}

domain::Group group_in(Members& members) {
    domain::Group group;
    group.id.value = members.string("group");
    group.number = members.string("number");
    group.form = members.string("form");
    group.variant = members.string("variant");
    group.mentor.value = members.string("mentor");
    group.order = members.string("order");
    for (const Json& each : members.list("mentees")) {
        if (!each.is_array() || each.size() != 3) throw WrongMember{"mentees"};
        const std::string joined = Members::text_in(each[2], "mentees");
        domain::Mentee mentee{domain::PersonId{Members::text_in(each[0], "mentees")},
                              Members::text_in(each[1], "mentees"), std::nullopt};
        if (!joined.empty()) mentee.joined = date_in(joined, "mentees");
        group.mentees.push_back(std::move(mentee));
    }
    return group;
}

Json line_of(const domain::Meeting& meeting) {
    return {{"meeting", meeting.id.value},
            {"group", meeting.group.value},
            {"starts", meeting.starts.time_since_epoch().count()},
            {"ends", meeting.ends.time_since_epoch().count()},
            {"place", meeting.place},
            {"kind", meeting.kind},
            {"topic", meeting.topic},
            {"planned", meeting.planned}};
}

domain::Meeting meeting_in(Members& members) {
    domain::Meeting meeting;
    meeting.id.value = members.string("meeting");
    meeting.group.value = members.string("group");
    meeting.starts = members.time("starts");
    meeting.ends = members.time("ends");
    meeting.place = members.string("place");
    meeting.kind = members.string("kind");
    meeting.topic = members.string("topic");
    const Json& planned = members.get("planned");
    if (!planned.is_boolean()) throw WrongMember{"planned"};
    meeting.planned = planned.get<bool>();
    return meeting;
}

template <class Id>
void put_aliases(const std::map<Id, Id>& aliases, const char* kind, const std::function<void(const Json&)>& put) {
    for (const auto& [from, to] : aliases) put({{"alias", kind}, {"id", from.value}, {"is", to.value}});
}

// As it stands, so that consistency.h sees what the text says.
template <class Id>
bool keep_alias(std::map<Id, Id>& aliases, std::string from, std::string to) {
    return aliases.emplace(Id{std::move(from)}, Id{std::move(to)}).second;
}

void alias_in(Members& members, domain::Aliases& aliases) {
    const std::string kind = members.string("alias");
    std::string from = members.string("id"), to = members.string("is");
    const bool is_new = kind == "person"    ? keep_alias(aliases.people, std::move(from), std::move(to))
                        : kind == "group"   ? keep_alias(aliases.groups, std::move(from), std::move(to))
                        : kind == "meeting" ? keep_alias(aliases.meetings, std::move(from), std::move(to))
                                            : throw WrongMember{"alias"};
    if (!is_new) throw WrongMember{"id"};
}

// --- the whole

std::string signed_text(std::string_view text) {
    return "vstrecha roster " + base::to_hex(hash_of(text));
}

class TextReader {
  public:
    explicit TextReader(std::string_view text) : text_(text), left_(text) {}

    // The next line as an object; throws a failure where there is none.
    Json next() {
        ++line_;
        const auto end = left_.find('\n');
        if (end == std::string_view::npos) throw failure("a line that does not end");
        if (end > kLineBytes) throw failure("a line that is too long");
        Json json = Json::parse(left_.substr(0, end), nullptr, false);
        left_.remove_prefix(end + 1);
        if (!json.is_object()) throw failure("no object");
        return json;
    }
    [[nodiscard]] std::string_view before() const { return text_.substr(0, text_.size() - left_.size()); }
    [[nodiscard]] bool is_at_end() const { return left_.empty(); }
    [[nodiscard]] std::uint64_t line() const { return line_; }
    [[nodiscard]] SnapshotFailure failure(std::string what) const {
        return {SnapshotError::damaged, line_, std::move(what)};
    }

    template <class Read>
    auto read(Read&& one) {
        const Json json = next();
        Members members{json};
        auto value = one(members);
        members.end();
        return value;
    }

  private:
    std::string_view text_, left_;
    std::uint64_t line_ = 0;
};

// Throws what read() turns into its answer.
Snapshot read_lines(TextReader& reader, std::string_view public_hex) {
    Snapshot snapshot;
    std::uint64_t people = 0, groups = 0, meetings = 0, aliases = 0;
    {
        const Json head = reader.next();
        Members members{head};
        const Json* const version = members.find("roster");
        if (version == nullptr || !version->is_number_unsigned()) throw SnapshotFailure{SnapshotError::not_a_snapshot};
        if (*version > kVersion) throw SnapshotFailure{SnapshotError::newer_version};
        if (*version != kVersion) throw SnapshotFailure{SnapshotError::not_a_snapshot};
        snapshot.school = members.string("school");
        snapshot.roster.number = members.number("number");
        people = members.number("people");
        groups = members.number("groups");
        meetings = members.number("meetings");
        if (head.contains("aliases")) aliases = members.number("aliases");
        members.end();
        if (std::max({people, groups, meetings, aliases}) > kMostOfAKind) throw SnapshotFailure{SnapshotError::too_large};
    }
    for (std::uint64_t i = 0; i < people; ++i) snapshot.roster.people.push_back(reader.read(person_in));
    for (std::uint64_t i = 0; i < groups; ++i) snapshot.roster.groups.push_back(reader.read(group_in));
    for (std::uint64_t i = 0; i < meetings; ++i) snapshot.roster.meetings.push_back(reader.read(meeting_in));
    for (std::uint64_t i = 0; i < aliases; ++i) {
        reader.read([&snapshot](Members& members) {
            alias_in(members, snapshot.roster.aliases);
            return true;
        });
    }
    const std::string_view what_is_signed = reader.before();
    const auto [by, signature] = reader.read([](Members& members) {
        return std::pair{members.string("signed_by"), members.string("signature")};
    });
    if (!reader.is_at_end()) throw reader.failure("more than was announced");
    // Of one form only: a changed letter's case is a change.
    if (by != public_hex || !base::is_hex(signature, eventlog::kSignatureDigits) ||
        !eventlog::signature_holds(signed_text(what_is_signed), signature, public_hex)) {
        throw SnapshotFailure{SnapshotError::wrong_signature};
    }
    return snapshot;
}

std::optional<SnapshotFailure> inconsistency_of(const domain::Roster& roster) {
    const auto wrong = find_inconsistency(roster);
    if (!wrong) return std::nullopt;
    std::uint64_t line = 2 + wrong->index;
    if (wrong->of != Inconsistency::Of::person) line += roster.people.size();
    if (wrong->of == Inconsistency::Of::meeting || wrong->of == Inconsistency::Of::alias) line += roster.groups.size();
    if (wrong->of == Inconsistency::Of::alias) line += roster.meetings.size();
    return SnapshotFailure{SnapshotError::not_consistent, line, wrong->rule};
}

}  // namespace

SnapshotResult<std::string> write(const Snapshot& snapshot, std::string_view private_hex) {
    const domain::Roster& roster = snapshot.roster;
    if (auto wrong = inconsistency_of(roster)) return base::failure(*wrong);
    if (std::max({roster.people.size(), roster.groups.size(), roster.meetings.size(), roster.aliases.size()}) >
        kMostOfAKind) {
        return failed(SnapshotError::too_large);
    }
    std::string text;
    const auto put = [&text](const Json& line) {
        text += line.dump(-1, ' ', false, Json::error_handler_t::replace);
        text += '\n';
    };
    Json head{{"roster", kVersion},
              {"school", snapshot.school},
              {"number", roster.number},
              {"people", roster.people.size()},
              {"groups", roster.groups.size()},
              {"meetings", roster.meetings.size()}};
    if (!roster.aliases.empty()) head["aliases"] = roster.aliases.size();
    put(head);
    for (const auto& person : roster.people) put(line_of(person));
    for (const auto& group : roster.groups) put(line_of(group));
    for (const auto& meeting : roster.meetings) put(line_of(meeting));
    put_aliases(roster.aliases.people, "person", put);
    put_aliases(roster.aliases.groups, "group", put);
    put_aliases(roster.aliases.meetings, "meeting", put);
    const auto public_hex = eventlog::public_half_of(private_hex);
    const auto signature = eventlog::signature_of(signed_text(text), private_hex);
    if (!public_hex || !signature) return failed(SnapshotError::cannot_sign);
    put({{"signed_by", *public_hex}, {"signature", *signature}});
    if (text.size() > kTextBytes) return failed(SnapshotError::too_large);
    return text;
}

SnapshotResult<Snapshot> read(std::string_view text, std::string_view public_hex) {
    if (text.size() > kTextBytes) return failed(SnapshotError::too_large);
    if (!text.starts_with("{\"roster\":")) return failed(SnapshotError::not_a_snapshot);
    TextReader reader{text};
    try {
        Snapshot snapshot = read_lines(reader, public_hex);
        if (auto wrong = inconsistency_of(snapshot.roster)) return base::failure(*wrong);
        return snapshot;
    } catch (const WrongMember& member) {
        return failed(SnapshotError::damaged, reader.line(), member.name);
    } catch (const SnapshotFailure& failure) {
        return base::failure(failure);
    }
}

eventlog::Hash hash_of(std::string_view text) {
    return eventlog::next_hash(eventlog::kGenesis, text);
}

}  // namespace roster_snapshot

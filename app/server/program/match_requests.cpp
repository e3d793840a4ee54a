#include "app/server/program/match_requests.h"

#include <array>

#include "app/roster/values.h"
#include "app/server/web/log.h"

namespace server {

std::string described(const domain::Person& person) {
    std::string text = domain::full(person.name);
    if (person.class_name) text += ", " + domain::display(*person.class_name);
    if (person.birth_date && person.birth_date->ok()) text += ", " + roster::show(*person.birth_date);
    return text;
}

std::string described(const domain::Group& group, const domain::RosterIndex& index) {
    const auto name = [&index](const domain::PersonId& id) {
        const domain::Person* person = index.person(id);
        return person ? domain::full(person->name) : std::string{"?"};
    };
    std::string text = group.number + ": " + name(group.mentor) + " – ";
    for (std::size_t i = 0; i < group.mentees.size(); ++i) text += (i > 0 ? ", " : "") + name(group.mentees[i].person);
    return text;
}

namespace {

using Json = nlohmann::json;
using Answer = StoreResult<Json>;
using domain::Group;
using domain::Person;
using domain::Roster;
using roster_matching::Differs;
using roster_matching::Match;
using roster_matching::Verdict;

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::same: return "same";
        case Verdict::doubtful: return "doubtful";
        case Verdict::added: return "new";
    }
    return "doubtful";
}

std::string_view name_of(Differs differs) {
    switch (differs) {
        case Differs::name: return "name";
        case Differs::kind: return "kind";
        case Differs::class_name: return "class";
        case Differs::birth_date: return "birth date";
        case Differs::consent: return "consent";
        case Differs::pictures: return "pictures";
        case Differs::code: return "code";
        case Differs::cards: return "cards";
        case Differs::number: return "number";
        case Differs::form: return "form";
        case Differs::mentees: return "mentees";
    }
    return "name";
}

std::string_view name_of(roster_matching::Change change) {
    switch (change) {
        case roster_matching::Change::pictures: return "pictures";
        case roster_matching::Change::code: return "code";
        case roster_matching::Change::card_left_out: return "card left out";
    }
    return "pictures";
}

// `brought` and `school` say what the place of each list is: {"id","says"}.
template <class Brought, class School>
Json lines_of(const std::vector<Match>& matches, const Brought& brought, const School& school) {
    Json lines = Json::array();
    for (const Match& match : matches) {
        Json line = brought(match.brought);
        line["verdict"] = name_of(match.verdict);
        line["decided"] = match.is_decided;
        if (match.verdict == Verdict::same) line["is"] = school(match.school);
        line["possible"] = Json::array();
        for (const std::size_t one : match.possible) line["possible"].push_back(school(one));
        line["differs"] = Json::array();
        for (const Differs differs : match.differs) line["differs"].push_back(name_of(differs));
        lines.push_back(std::move(line));
    }
    return lines;
}

Json told_of(const BroughtMatching& found) {
    const auto person_in = [](const Roster& roster) {
        return [&roster](std::size_t place) {
            const Person& person = roster.people[place];
            return Json{{"id", person.id.value}, {"says", described(person)}};
        };
    };
    const auto group_in = [](const Roster& roster, const domain::RosterIndex& index) {
        return [&roster, &index](std::size_t place) {
            const Group& group = roster.groups[place];
            return Json{{"id", group.id.value}, {"says", described(group, index)}};
        };
    };
    const domain::RosterIndex brought{found.brought}, school{found.school};
    std::size_t same_meetings = 0;
    for (const auto& meeting : found.matching.meetings) same_meetings += meeting.school ? 1 : 0;
    return Json{
        {"number", found.school.number},
        {"seen", found.seen},
        {"doubtful", found.matching.doubtful()},
        {"came_at", timestamp_of(found.lists.came_at)},
        {"people", lines_of(found.matching.people, person_in(found.brought), person_in(found.school))},
        {"groups", lines_of(found.matching.groups, group_in(found.brought, brought), group_in(found.school, school))},
        {"same_meetings", same_meetings},
        {"new_meetings", found.matching.meetings.size() - same_meetings}};
}

class MatchRequest {
  public:
    MatchRequest(Store& store, const Json& request)
        : store_(store), request_(request), kiosk_(text_in(request, "kiosk")) {}

    Answer list() {
        const std::string named = text_in(request_, "school");
        std::vector<School> schools;
        if (named.empty()) {
            auto all = store_.schools();
            if (!all) return base::failure(all.error());
            schools = std::move(*all);
        } else {
            const auto one = store_.school(SchoolId{named});
            if (!one) return base::failure(one.error());
            schools = {*one};
        }
        Json kiosks = Json::array();
        for (const School& school : schools) {
            const auto waiting = store_.brought_lists(school.id);
            if (!waiting) return base::failure(waiting.error());
            for (const BroughtLists& lists : *waiting) {
                const auto kiosk = store_.kiosk(school.id, lists.kiosk);
                if (!kiosk) return base::failure(kiosk.error());
                const auto found = store_.brought_matching(school.id, lists.kiosk);
                if (!found) return base::failure(found.error());
                kiosks.push_back({{"kiosk", lists.kiosk.value},
                                  {"name", kiosk->name},
                                  {"school", school.id.value},
                                  {"came_at", timestamp_of(lists.came_at)},
                                  {"people", lists.people},
                                  {"groups", lists.groups},
                                  {"meetings", lists.meetings},
                                  {"doubtful", found->matching.doubtful()}});
            }
        }
        return Json{{"kiosks", std::move(kiosks)}};
    }

    Answer show() {
        const auto school = store_.school_of(kiosk_);
        if (!school) return base::failure(school.error());
        const auto found = store_.brought_matching(*school, kiosk_);
        if (!found) return base::failure(found.error());
        return told_of(*found);
    }

    Answer decide() {
        const auto school = store_.school_of(kiosk_);
        if (!school) return base::failure(school.error());
        const auto decided =
            store_.decide_brought(*school, kiosk_, text_in(request_, "brought"), text_in(request_, "stands_for"));
        if (!decided) return base::failure(decided.error());
        return Json::object();
    }

    Answer confirm() {
        const auto school = store_.school_of(kiosk_);
        if (!school) return base::failure(school.error());
        const auto done = store_.confirm_brought(*school, kiosk_, text_in(request_, "seen"));
        if (!done) return base::failure(done.error());
        Json told = Json::array();
        for (const auto& consequence : done->merged.consequences) {
            const Person& person = done->merged.roster.people[consequence.person];
            told.push_back(
                {{"id", person.id.value}, {"says", described(person)}, {"change", name_of(consequence.change)}});
        }
        return Json{{"number", done->number},
                    {"hash", done->hash},
                    {"new_people", done->merged.people_added},
                    {"new_groups", done->merged.groups_added},
                    {"new_meetings", done->merged.meetings_added},
                    {"told", std::move(told)}};
    }

    Answer discard() {
        const auto school = store_.school_of(kiosk_);
        if (!school) return base::failure(school.error());
        const auto done = store_.discard_brought(*school, kiosk_);
        if (!done) return base::failure(done.error());
        return Json::object();
    }

  private:
    Store& store_;
    const Json& request_;
    const domain::KioskId kiosk_;
};

Answer answered(Store& store, const Json& request) {
    const std::string what = text_in(request, "do");
    MatchRequest work{store, request};
    if (what == "match_list") return work.list();
    if (what == "match_show") return work.show();
    if (what == "match_decide") return work.decide();
    if (what == "match_confirm") return work.confirm();
    if (what == "match_discard") return work.discard();
    return base::failure(StoreError{StoreErrorKind::refused, "this server does not know the command"});
}

}  // namespace

StoreResult<nlohmann::json> answer_match(Store& store, const nlohmann::json& request) {
    Answer answer = answered(store, request);
    // Somebody was quicker: that is no "It is there already".
    if (!answer && answer.error().kind == StoreErrorKind::exists) {
        return base::failure(StoreError{StoreErrorKind::refused, answer.error().detail});
    }
    return answer;
}

}  // namespace server

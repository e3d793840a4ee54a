#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

#include "app/cli/commands.h"
#include "app/cli/demo_school.h"
#include "app/reports/cards.h"
#include "app/roster/import.h"
#include "platform/api/drawn_number.h"

namespace cli {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::ordered_json;

// Of an invented school: known on purpose.
constexpr const char* kPin = "2468";
constexpr const char* kPassphrase = "demo-school-12";
constexpr const char* kSchool = "Школа № 12";
constexpr std::array<const char*, 4> kFiles = {"people-windows-1251.csv", "groups.csv", "meetings.csv", "cards.csv"};
// The files speak of this autumn; what is plausible in them is judged then.
constexpr domain::LocalDate kDayOfTheFiles{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{16}};

// Stands where the story is; each look at it costs a few seconds, so that no two records are of one moment.
class StoryClock final : public api::Clock {
  public:
    void set(domain::Instant at) {
        // A story that goes back in time would be a broken log.
        reading_.mono += std::max(at, reading_.wall) - (reading_.wall == domain::Instant{} ? at : reading_.wall);
        reading_.wall = std::max(at, reading_.wall);
        reading_.trusted = true;
    }
    [[nodiscard]] api::ClockReading read() const override {
        reading_.wall += 1300ms;
        reading_.mono += 1300ms;
        return reading_;
    }
    [[nodiscard]] const std::string& boot_id() const override { return boot_; }

  private:
    mutable api::ClockReading reading_;
    std::string boot_ = "de300012";
};

// A person of the demonstration and what he can try now.
struct Sample {
    const domain::Person* person;
    const domain::Meeting* meeting;
    const domain::Group* group;
    bool mentor;
    const char* moment;  // for scripts
    std::string sentence;
};

std::vector<Sample> samples(const domain::Roster& roster, const domain::RosterIndex& index,
                            const domain::Attendance& attendance, domain::LocalTime now, const i18n::Texts& texts) {
    std::vector<Sample> all;
    std::map<std::string, int> shown;
    const auto add = [&](const domain::Meeting& meeting, const char* moment, const std::string& sentence, bool mentor) {
        const auto* group = index.group(meeting.group);
        if (group == nullptr || group->mentees.empty()) return;
        const auto* person = index.person(mentor ? group->mentor : group->mentees.front().person);
        if (person == nullptr || !person->consent) return;
        all.push_back({person, &meeting, group, mentor, moment, sentence});
    };
    constexpr int kMostOfAMoment = 3;
    for (const auto* meeting : index.meetings_on(domain::date_of(now))) {
        const auto* group = index.group(meeting->group);
        const auto starts = texts.time(meeting->starts);
        const auto& record = attendance.record(meeting->id);
        std::string moment, sentence;
        if (record.cancelled) {
            moment = "cancelled";
            sentence = texts.text("the meeting at {time} is cancelled", {{"time", starts}});
        } else if (group != nullptr && group->order.empty()) {
            moment = "not_confirmed";
            sentence = texts.text("the group waits for the order");
        } else if (meeting->ends <= now) {
            moment = "over";
            sentence = texts.text("the meeting at {time} is over and can be rated", {{"time", starts}});
        } else if (now >= meeting->starts - 15min) {
            moment = "now";
            sentence = texts.text("can check in for the meeting at {time}", {{"time", starts}});
        } else {
            moment = "later";
            sentence = texts.text("too early for the meeting at {time}", {{"time", starts}});
        }
        if (moment == "over" &&
            (group == nullptr || group->mentees.empty() ||
             !attendance.presence(meeting->id, group->mentees.front().person).is_there() ||
             attendance.presence(meeting->id, group->mentees.front().person).rated)) {
            continue;
        }
        if (++shown[moment] > kMostOfAMoment) continue;
        static const std::array<const char*, 5> kMoments = {"cancelled", "not_confirmed", "over", "now", "later"};
        const char* name = *std::find(kMoments.begin(), kMoments.end(), moment);
        add(*meeting, name, sentence, false);
        if (moment == "now") add(*meeting, name, sentence, true);
    }
    static_cast<void>(roster);
    return all;
}

std::string class_of(const domain::Person& person, const i18n::Texts& texts) {
    return person.class_name ? domain::display(*person.class_name) : texts.text("Teacher");
}

Json json_of(const Sample& sample) {
    return {{"moment", sample.moment},
            {"role", sample.mentor ? "mentor" : "mentee"},
            {"name", domain::full(sample.person->name)},
            {"class", sample.person->class_name ? domain::display(*sample.person->class_name) : ""},
            {"teacher", sample.person->kind == domain::PersonKind::teacher},
            {"card", sample.person->cards.empty() ? "" : sample.person->cards.front()},
            {"code", sample.person->code},
            {"pictures", sample.person->pictures},
            {"person", sample.person->id.value},
            {"meeting", sample.meeting->id.value},
            {"group", sample.group->number}};
}

int tell(const Context& context, storage::Store& store, const DemoOptions& options, bool made) {
    const auto& texts = *context.texts;
    const auto settings = store.settings();
    if (!settings) return fail(context, settings.error(), options.data);
    const auto roster = store.roster();
    if (!roster) return fail(context, roster.error(), options.data);
    const auto attendance = store.fold();
    if (!attendance) return fail(context, attendance.error(), options.data);
    const auto zone = zone_of(context, *settings);
    if (!zone) return kMachine;
    const auto now = now_in(context, *zone);
    const bool is_demo = store.check_pin(kPin).value_or(false);
    const domain::RosterIndex index(*roster);
    const auto people = samples(*roster, index, *attendance, now.local, texts);

    if (options.json) {
        Json json{{"made", made}, {"school", settings->school_name}, {"time_zone", settings->time_zone}};
        json["pin"] = is_demo ? Json(kPin) : Json(nullptr);
        json["passphrase"] = is_demo ? Json(kPassphrase) : Json(nullptr);
        json["people"] = Json::array();
        for (const auto& sample : people) json["people"].push_back(json_of(sample));
        context.say(json.dump(2, ' ', false, Json::error_handler_t::replace));
        return kOk;
    }
    const auto count = [&](std::size_t n) { return texts.number(static_cast<long long>(n)); };
    if (made) {
        context.say(texts.text("The demo school is made in {folder}: {people} people, {groups} pairs and groups, {meetings} "
                               "meetings.",
                               {{"folder", options.data.string()},
                                {"people", count(roster->people.size())},
                                {"groups", count(roster->groups.size())},
                                {"meetings", count(roster->meetings.size())}}));
    } else {
        context.say(texts.text("There is a kiosk in {folder} already (\"{school}\"). Nothing was changed.",
                               {{"folder", options.data.string()}, {"school", settings->school_name}}));
    }
    if (is_demo) {
        context.say(texts.text("The curator's PIN: {pin}", {{"pin", kPin}}));
        context.say(texts.text("The passphrase for the answers: {passphrase}", {{"passphrase", kPassphrase}}));
    }
    if (people.empty()) {
        context.say(texts.text("Nobody has a meeting around now. For new ones make the demo school in another folder."));
        return kOk;
    }
    context.say(texts.text("It is {time} at the school ({zone}). Try:",
                           {{"time", texts.time(now.local)}, {"zone", settings->time_zone}}));
    for (const auto& sample : people) {
        std::string pictures;
        for (const auto picture : sample.person->pictures) {
            pictures += (pictures.empty() ? "" : ", ") + reports::picture_name(picture, texts);
        }
        context.say("  " + domain::full(sample.person->name) + ", " + class_of(*sample.person, texts) + ": " +
                    sample.sentence);
        context.say("      " + texts.text("pictures: {pictures}; card: {card}",
                                          {{"pictures", pictures},
                                           {"card", sample.person->cards.empty() ? sample.person->code
                                                                                 : sample.person->cards.front()}}));
    }
    return kOk;
}

// The school's files as a roster, through the importer like anybody's.
std::optional<domain::Roster> import_school(const Context& context, const domain::Catalogue& catalogue) {
    std::vector<roster::SourceFile> files;
    for (const auto* name : kFiles) {
        auto bytes = context.files.read(context.assets / "demo" / "school-12" / name, roster::kMaxFileBytes);
        if (!bytes) {
            static_cast<void>(fail(context, bytes.error()));
            return std::nullopt;
        }
        files.push_back({name, std::move(*bytes)});
    }
    const auto random = [&context] { return api::drawn_number(context.entropy); };
    auto result = roster::import_files({}, files, {false, kDayOfTheFiles, &catalogue}, random);
    if (!result.accepted) {
        for (const auto& problem : result.problems) {
            context.complain(problem.file + ", " + std::to_string(problem.row) + ": " +
                             roster::fill(context.texts->text(problem.what.id), problem.what.arguments));
        }
        return std::nullopt;
    }
    return std::move(result.roster);
}

}  // namespace

int demo(const Context& context, const DemoOptions& options) {
    if (auto there = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_only)) {
        return tell(context, **there, options, false);
    } else if (there.error().kind != storage::StorageErrorKind::not_found) {
        return fail(context, there.error(), options.data);
    }
    storage::Identity identity;
    identity.settings.school_name = kSchool;
    identity.settings.time_zone = options.time_zone;
    identity.pin = kPin;
    identity.passphrase = kPassphrase;
    const auto zone = zone_of(context, identity.settings);
    if (!zone) return kUsage;
    const auto catalogue = load_catalogue(context);
    if (!catalogue) return kMachine;
    auto roster = import_school(context, *catalogue);
    if (!roster) return kMachine;

    const auto now = now_in(context, *zone).local;
    const auto today = move_to(*roster, now);
    const auto steps = history(*roster, today, *catalogue, now);
    // The kiosk was set up on the day before the first thing happened.
    StoryClock story;
    story.set(zone->to_instant(std::chrono::floor<std::chrono::days>(steps.front().at) - 24h + 12h));
    auto ports = context.ports();
    auto store = storage::Store::create(options.data, {story, ports.entropy, ports.locks, ports.files}, identity);
    if (!store) return fail(context, store.error(), options.data);
    if (const auto stored = (*store)->replace_roster(std::move(*roster)); !stored) {
        return fail(context, stored.error(), options.data);
    }
    domain::Seq last = 2;
    for (const auto& step : steps) {
        story.set(zone->to_instant(step.at));
        auto drafts = step.drafts;
        if (step.exports) drafts.emplace_back(domain::EventBody{domain::LogExported{last, "USB"}});
        const auto recorded = (*store)->append(drafts);
        if (!recorded) return fail(context, recorded.error(), options.data);
        if (!recorded->empty()) last = recorded->back().seq;
    }
    return tell(context, **store, options, true);
}

}  // namespace cli

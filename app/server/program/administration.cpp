#include "app/server/program/administration.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/server/program/carried_roster.h"
#include "app/server/program/match_requests.h"
#include "app/server/program/meeting_account.h"
#include "app/server/program/sentences.h"
#include "app/server/program/server_files.h"
#include "app/server/program/settings_administration.h"
#include "app/server/program/stick_bundle.h"
#include "app/server/program/stick_gift.h"
#include "app/server/program/user_administration.h"
#include "app/server/web/log.h"

namespace server {

namespace {

using Json = nlohmann::json;
using Answer = StoreResult<Json>;

std::string text_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint64_t number_in(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

std::string_view name_of(RosterOrigin origin) {
    switch (origin) {
        case RosterOrigin::import: return "import";
        case RosterOrigin::revert: return "revert";
        case RosterOrigin::kiosk: return "kiosk";
        case RosterOrigin::matching: return "matching";
    }
    return "import";
}

std::string_view name_of(KioskState state) {
    switch (state) {
        case KioskState::active: return "active";
        case KioskState::revoked: return "revoked";
        case KioskState::replaced: return "replaced";
    }
    return "revoked";
}

std::string_view name_of(eventlog::Flaw flaw) {
    using eventlog::Flaw;
    switch (flaw) {
        case Flaw::changed: return "changed";
        case Flaw::forged: return "forged";
        case Flaw::deleted: return "deleted";
        case Flaw::inserted: return "inserted";
        case Flaw::swapped: return "swapped";
        case Flaw::pruned_early: return "pruned_early";
        case Flaw::rewritten: return "rewritten";
        case Flaw::tail_cut: return "tail_cut";
        case Flaw::rolled_back: return "rolled_back";
        case Flaw::false_checkpoint: return "false_checkpoint";
        case Flaw::forked: return "forked";
    }
    return "changed";
}

bool is_day(std::string_view text) {
    constexpr std::string_view kForm = "0000-00-00";
    return std::equal(text.begin(), text.end(), kForm.begin(), kForm.end(),
                      [](char given, char form) { return form == '0' ? given >= '0' && given <= '9' : given == form; });
}

Json json_of(const KeptHealth& kept) {
    const news::Health& health = kept.health;
    Json json{{"heard_at", timestamp_of(kept.heard_at)}, {"version", health.version},
              {"uptime", health.uptime.count()},         {"clock_offset", kept.clock_offset.count()},
              {"clock_trusted", health.clock_trusted},   {"disk_free", health.disk_free},
              {"disk_total", health.disk_total},         {"unsent", health.unsent},
              {"unsent_age", health.unsent_age.count()}, {"problem", health.problem},
              {"last_error", health.last_error}};
    if (health.temperature) json["temperature"] = *health.temperature;
    return json;
}

Json health_of(const std::vector<KeptHealth>& all, const domain::KioskId& kiosk) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&kiosk](const KeptHealth& one) { return one.kiosk == kiosk; });
    return found == all.end() ? Json::object() : json_of(*found);
}

void describe(Json& line, const Kiosk& kiosk, const std::vector<KeptHealth>& health) {
    line["state"] = name_of(kiosk.state);
    line["held"] = kiosk.held.seq;
    line["last_heard"] = kiosk.last_heard ? timestamp_of(*kiosk.last_heard) : "";
    line["health"] = health_of(health, kiosk.id);
}

std::string text_of(const eventlog::Finding& finding) {
    std::string text = std::string{name_of(finding.flaw)} + " " + std::to_string(finding.first);
    if (finding.last != 0) text += "-" + std::to_string(finding.last);
    return text;
}

}  // namespace

// One request.
class Administration::Work {
  public:
    Work(Administration& of, const Json& request) : store_(of.store_), of_(of), request_(request) {}

    Answer run() {
        const std::string what = text_in(request_, "do");
        if (what == "school_list") return school_list();
        if (what == "school_add") return school_add();
        if (what == "kiosk_list") return kiosk_list();
        if (what == "kiosk_show") return kiosk_show();
        if (what == "kiosk_add") return kiosk_add();
        if (what == "kiosk_rename") return kiosk_rename();
        if (what == "kiosk_revoke") return kiosk_revoke();
        if (what == "meeting_list") return meeting_list();
        if (what == "meeting_why") return meeting_why();
        if (what == "roster_get") return roster_get();
        if (what == "roster_publish") return roster_publish();
        if (what == "roster_revert") return roster_revert();
        if (what == "roster_history") return roster_history();
        if (is_about_settings(what)) return about_settings(what);
        if (what.starts_with("match_")) return answer_match(store_, request_);
        if (what == "stick_bundle") return stick_bundle();
        if (what == "stick_gift") return gift();
        if (what == "verify") return verify();
        if (what == "backup") return backup();
        if (is_about_users(what)) return users(what);
        return base::failure(StoreError{StoreErrorKind::refused, "this server does not know the command"});
    }

  private:
    // The one that is named, or every one.
    StoreResult<std::vector<School>> schools() {
        const std::string named = text_in(request_, "school");
        if (named.empty()) return store_.schools();
        const auto one = store_.school(SchoolId{named});
        if (!one) return base::failure(one.error());
        return std::vector<School>{*one};
    }
    Answer users(const std::string& what) {
        const auto all = schools();
        if (!all) return base::failure(all.error());
        return answer_about_users(store_, what, request_, *all);
    }
    StoreResult<SchoolId> the_school() {
        const auto all = schools();
        if (!all) return base::failure(all.error());
        if (all->size() == 1) return all->front().id;
        return base::failure(StoreError{StoreErrorKind::refused, all->empty()
                                                                     ? "there is no school yet: add one"
                                                                     : "there is more than one school: name one"});
    }

    // A line for each of them, to which `tell` adds.
    template <class Tell>
    Answer of_each_kiosk(const Tell& tell) {
        const auto all = schools();
        if (!all) return base::failure(all.error());
        Json list = Json::array();
        for (const School& school : *all) {
            const auto kiosks = store_.kiosks(school.id);
            if (!kiosks) return base::failure(kiosks.error());
            for (const Kiosk& kiosk : *kiosks) {
                Json line{{"id", kiosk.id.value}, {"name", kiosk.name}, {"school", school.id.value}};
                if (const auto told = tell(school, kiosk, line); !told) return base::failure(told.error());
                list.push_back(std::move(line));
            }
        }
        return Json{{"kiosks", list}};
    }

    Answer school_list() {
        const auto all = schools();
        if (!all) return base::failure(all.error());
        Json list = Json::array();
        for (const School& school : *all) {
            const auto kiosks = store_.kiosks(school.id);
            if (!kiosks) return base::failure(kiosks.error());
            list.push_back({{"id", school.id.value}, {"name", school.name}, {"kiosks", kiosks->size()}});
        }
        return Json{{"schools", list}};
    }

    Answer school_add() {
        const std::string name = text_in(request_, "name");
        if (name.empty()) return base::failure(StoreError{StoreErrorKind::refused, "a school needs a name"});
        const auto added = store_.add_school({name, ""});
        if (!added) return base::failure(added.error());
        return Json{{"id", added->id.value}};
    }

    Answer kiosk_list() {
        SchoolId of;
        std::vector<KeptHealth> health;
        return of_each_kiosk([&](const School& school, const Kiosk& kiosk, Json& line) -> StoreResult<void> {
            if (of != school.id) {
                auto known = store_.health(school.id);
                if (!known) return base::failure(known.error());
                of = school.id;
                health = std::move(*known);
            }
            describe(line, kiosk, health);
            return {};
        });
    }

    Answer kiosk_show() {
        const domain::KioskId id{text_in(request_, "kiosk")};
        const auto school = store_.school_of(id);
        if (!school) return base::failure(school.error());
        const auto kiosk = store_.kiosk(*school, id);
        if (!kiosk) return base::failure(kiosk.error());
        const auto health = store_.health(*school);
        if (!health) return base::failure(health.error());
        Json line{{"id", id.value}, {"name", kiosk->name}, {"school", school->value}};
        describe(line, *kiosk, *health);
        return line;
    }

    Answer kiosk_add() {
        const joining::Address& address = of_.place_.address;
        if (address.host.empty()) {
            return base::failure(StoreError{StoreErrorKind::refused,
                                            "nobody knows under which address kiosks find the server: start it "
                                            "first, or give --public-address"});
        }
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        const auto code =
            store_.make_join_code(*school, {text_in(request_, "name"), domain::KioskId{text_in(request_, "replaces")}});
        if (!code) return base::failure(code.error());
        return Json{
            {"code", *code}, {"host", address.host}, {"port", address.port}, {"minutes", joining::kCodeLives.count()}};
    }

    Answer kiosk_rename() {
        const domain::KioskId kiosk{text_in(request_, "kiosk")};
        const auto school = store_.school_of(kiosk);
        if (!school) return base::failure(school.error());
        return empty_or(store_.rename_kiosk(*school, kiosk, text_in(request_, "name")));
    }

    Answer kiosk_revoke() {
        const domain::KioskId kiosk{text_in(request_, "kiosk")};
        const auto school = store_.school_of(kiosk);
        if (!school) return base::failure(school.error());
        return empty_or(store_.set_kiosk_state(*school, kiosk, KioskState::revoked));
    }

    struct Surroundings {
        domain::Roster roster;
        std::optional<domain::RosterIndex> index{};
        MeetingSurroundings told{};  // names and sides where the school has lists
    };
    StoreResult<std::unique_ptr<Surroundings>> surroundings_of(const SchoolId& school) {
        const auto kiosks = store_.kiosks(school);
        if (!kiosks) return base::failure(kiosks.error());
        auto roster = store_.roster(school);
        if (!roster) return base::failure(roster.error());
        auto around = std::make_unique<Surroundings>(Surroundings{std::move(*roster)});
        for (const Kiosk& kiosk : *kiosks) around->told.kiosks.emplace(kiosk.id, kiosk.name);
        if (around->roster.number > 0) around->told.roster = &around->index.emplace(around->roster);
        return around;
    }

    Answer meeting_list() {
        const auto all = schools();
        if (!all) return base::failure(all.error());
        const std::string day = text_in(request_, "day");
        if (!day.empty() && !is_day(day)) {
            return base::failure(StoreError{StoreErrorKind::refused, "a day is written as 2026-11-23"});
        }
        Json list = Json::array();
        for (const School& school : *all) {
            const auto around = surroundings_of(school.id);
            if (!around) return base::failure(around.error());
            const auto attendance = store_.attendance(school.id);
            if (!attendance) return base::failure(attendance.error());
            for (const domain::MeetingId& meeting : attendance->meetings()) {
                const MeetingAccount account = account_of(*attendance, meeting, (*around)->told);
                if (!day.empty() && account.day != day) continue;
                Json people = Json::array();
                for (const auto& person : account.people) {
                    people.push_back({{"id", person.id.value}, {"side", person.side}, {"presence", person.presence}});
                }
                list.push_back({{"id", meeting.value},
                                {"school", school.id.value},
                                {"day", account.day},
                                {"state", account.state},
                                {"people", std::move(people)}});
            }
        }
        return Json{{"meetings", std::move(list)}};
    }

    Answer meeting_why() {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        const auto around = surroundings_of(*school);
        if (!around) return base::failure(around.error());
        const domain::MeetingId meeting =
            (*around)->roster.aliases.resolve(domain::MeetingId{text_in(request_, "meeting")});
        const auto attendance = store_.attendance_of(*school, meeting);
        if (!attendance) return base::failure(attendance.error());
        const MeetingAccount account = account_of(*attendance, meeting, (*around)->told);
        if (account.events.empty()) {
            return base::failure(StoreError{StoreErrorKind::refused, "nothing was recorded of this meeting"});
        }
        return Json{
            {"meeting", meeting.value}, {"state", account.state}, {"says", account.says}, {"events", account.events}};
    }

    Answer about_settings(const std::string& what) {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        return answer_about_settings(store_, *school, what, request_);
    }

    Answer gift() {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        return stick_gift(store_, *school, domain::KioskId{text_in(request_, "kiosk")});
    }

    Answer stick_bundle() {
        const auto bundle = base::from_hex(text_in(request_, "bundle"));
        if (!bundle) return base::failure(StoreError{StoreErrorKind::refused, "this is no bundle"});
        const auto answer = take_stick_bundle(store_, *bundle);
        if (!answer) return base::failure(answer.error());
        return json_of(*answer);
    }

    Answer roster_get() {
        const auto id = the_school();
        if (!id) return base::failure(id.error());
        const auto school = store_.school(*id);
        if (!school) return base::failure(school.error());
        const auto all = store_.rosters(*id);
        if (!all) return base::failure(all.error());
        if (all->empty()) return Json{{"number", 0}};
        const auto packed = store_.packed_roster(*id, all->front().hash);
        if (!packed) return base::failure(packed.error());
        return Json{{"number", all->front().number},
                    {"signed_by", school->acceptor_public},
                    {"packed", base::to_hex(base::as_bytes(*packed))}};
    }

    Answer roster_publish() {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        auto roster = roster_carried(text_in(request_, "packed"), text_in(request_, "signed_by"));
        if (!roster) return base::failure(StoreError{StoreErrorKind::refused, "these are no lists"});
        return told_of(store_.publish_roster(*school, std::move(*roster), number_in(request_, "based_on")));
    }

    Answer roster_revert() {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        return told_of(store_.revert_roster(*school, number_in(request_, "number")));
    }

    Answer roster_history() {
        const auto school = the_school();
        if (!school) return base::failure(school.error());
        const auto all = store_.rosters(*school);
        if (!all) return base::failure(all.error());
        Json list = Json::array();
        for (const RosterEntry& one : *all) {
            list.push_back({{"number", one.number},
                            {"hash", one.hash},
                            {"made_at", timestamp_of(one.made_at)},
                            {"made_by", name_of(one.made_by)},
                            {"people", one.people},
                            {"groups", one.groups},
                            {"meetings", one.meetings}});
        }
        return Json{{"rosters", list}};
    }

    Answer verify() {
        return of_each_kiosk([this](const School& school, const Kiosk& kiosk, Json& line) -> StoreResult<void> {
            const auto report = store_.audit(school.id, kiosk.id);
            if (!report) return base::failure(report.error());
            line["events"] = report->events;
            line["findings"] = Json::array();
            for (const eventlog::Finding& finding : report->findings) line["findings"].push_back(text_of(finding));
            return {};
        });
    }

    // A folder from which a server can start: kiosks know this one by its certificate.
    Answer backup() {
        const std::filesystem::path to{text_in(request_, "to")};
        const ServerFiles from{of_.place_.data}, copy{to};
        if (!to.is_absolute()) return base::failure(StoreError{StoreErrorKind::refused, "the folder's name"});
        if (const auto made = of_.files_.make_folders(copy.tls()); !made) return file_failure(made.error());
        if (const auto made = store_.back_up(copy.database()); !made) return base::failure(made.error());
        const std::array<std::array<std::filesystem::path, 2>, 3> others{
            {{from.certificate(), copy.certificate()}, {from.key(), copy.key()}, {from.address(), copy.address()}}};
        for (const auto& [source, target] : others) {
            if (!of_.files_.exists(source)) continue;
            const auto copied = of_.files_.copy(source, target, api::FileSystem::Copying::bytes);
            if (!copied) return file_failure(copied.error());
        }
        return Json::object();
    }

    static Answer told_of(const StoreResult<RosterEntry>& entry) {
        if (!entry) return base::failure(entry.error());
        return Json{{"number", entry->number}, {"hash", entry->hash}};
    }
    static Answer empty_or(const StoreResult<void>& result) {
        if (!result) return base::failure(result.error());
        return Json::object();
    }
    static Answer file_failure(const api::FileError& error) {
        return base::failure(StoreError{StoreErrorKind::input_output, sentence_of(error)});
    }

    Store& store_;
    const Administration& of_;
    const Json& request_;
};

Administration::Administration(Store& store, api::FileSystem& files, Place place)
    : store_(store), files_(files), place_(std::move(place)) {}

std::string Administration::answer(const std::string& request) {
    const Json read = Json::parse(request, nullptr, false);
    Answer answer = read.is_object() ? Work{*this, read}.run()
                                     : Answer{base::failure(StoreError{StoreErrorKind::refused, "this is no request"})};
    const Json told = answer ? *answer : Json{{"error", sentence_of(answer.error())}};
    return told.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace server

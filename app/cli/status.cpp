#include <nlohmann/json.hpp>

#include "app/cli/commands.h"
#include "app/domain/statistics.h"
#include "app/eventlog/line.h"
#include "app/sync/server_record.h"

namespace cli {
namespace {

struct Facts {
    domain::ProgrammeCounts counts;
    storage::LogStatus log;
    storage::ChainReport chain;
    domain::Settings settings;
    std::uint64_t roster_number = 0;
    std::optional<storage::RecoveryReport> recovery;
    base::Result<syncing::ServerRecord, syncing::RecordFailure> server;
};

void say_json(const Context& context, const Facts& facts) {
    nlohmann::ordered_json json;
    json["school"] = facts.settings.school_name;
    json["kiosk"] = facts.log.kiosk.value;
    json["roster_number"] = facts.roster_number;
    json["people"] = facts.counts.people;
    json["pupils"] = facts.counts.pupils;
    json["teachers"] = facts.counts.teachers;
    json["mentors"] = facts.counts.mentors;
    json["mentees"] = facts.counts.mentees;
    json["groups"] = facts.counts.groups;
    json["meetings"] = facts.counts.meetings;
    json["without_consent"] = facts.counts.without_consent;
    json["by_variant"] = facts.counts.by_variant;
    json["teachers_by_variant"] = facts.counts.teachers_by_variant;
    json["events"] = facts.chain.events;
    json["last_seq"] = facts.log.last_seq;
    json["unacknowledged"] = facts.log.unacknowledged;
    json["untaken"] = facts.log.untaken;
    json["exported_up_to"] = facts.log.exported_up_to;
    json["accepted_up_to"] = facts.log.accepted_up_to;
    json["head"] = facts.log.head;
    json["last_export"] =
        facts.log.last_export ? nlohmann::ordered_json(eventlog::to_text(*facts.log.last_export)) : nullptr;
    json["time_zone"] = facts.settings.time_zone;
    json["zone_data"] = i18n::zone_data_version();
    json["chain_ok"] = facts.chain.ok;
    json["recovery"] = nullptr;
    if (const auto& recovery = facts.recovery) {
        auto& to = json["recovery"];
        to["at"] = eventlog::to_text(recovery->at);
        to["why"] = recovery->why;
        to["salvaged"] = recovery->salvaged;
        to["lost"] = recovery->lost;
        to["safe_elsewhere"] = recovery->safe_elsewhere;
        to["missing"] = nlohmann::ordered_json::array();
        for (const auto& range : recovery->missing) to["missing"].push_back({range.first, range.last});
        to["end_uncertain"] = recovery->end_uncertain;
        to["set_aside"] = recovery->set_aside;
        to["seen"] = recovery->seen;
    }
    json["server"] = nullptr;
    if (const auto& server = facts.server) {
        json["server"]["host"] = server->host;
        json["server"]["port"] = server->port;
        json["server"]["fingerprint"] = server->fingerprint;
        json["server"]["school"] = server->school;
        json["server"]["school_name"] = server->school_name;
        json["server"]["accepted_up_to"] = facts.log.accepted_up_to;
    } else if (server.error().error != syncing::RecordError::absent) {
        json["server"]["unreadable"] = server.error().detail;
    }
    // A school may have typed anything; what is no UTF-8 is replaced, never thrown about.
    context.say(json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void say_text(const Context& context, const Facts& facts) {
    const auto& texts = *context.texts;
    const auto& counts = facts.counts;
    const auto line = [&](const std::string& name, const std::string& value) { context.say("  " + name + ": " + value); };
    const auto n = [&](std::size_t value) { return texts.number(static_cast<long long>(value)); };
    context.say(facts.settings.school_name);
    context.say(texts.text("Lists (No. {number}):", {{"number", std::to_string(facts.roster_number)}}));
    line(texts.in_context("status", "people in the programme"), n(counts.people));
    line(texts.in_context("status", "pupils"), n(counts.pupils));
    line(texts.in_context("status", "teachers"), n(counts.teachers));
    line(texts.in_context("status", "mentors"), n(counts.mentors));
    line(texts.in_context("status", "mentees"), n(counts.mentees));
    line(texts.in_context("status", "pairs and groups"), n(counts.groups));
    line(texts.in_context("status", "meetings"), n(counts.meetings));
    line(texts.in_context("status", "without a consent (not on the kiosk)"), n(counts.without_consent));
    if (!counts.by_variant.empty()) {
        context.say(texts.text("Pupils by variant:"));
        for (const auto& [variant, people] : counts.by_variant) line(variant, n(people));
    }
    context.say(texts.text("Clock:"));
    line(texts.in_context("status", "time zone"), facts.settings.time_zone);
    line(texts.in_context("status", "edition of the zone rules"), i18n::zone_data_version());
    context.say(texts.text("Log:"));
    line(texts.in_context("status", "kiosk"), facts.log.kiosk.value);
    line(texts.in_context("status", "records"), n(facts.log.events));
    line(texts.in_context("status", "waiting to be taken away"), n(facts.log.untaken));
    line(texts.in_context("status", "waiting for a receipt"), n(facts.log.unacknowledged - facts.log.untaken));
    line(texts.in_context("status", "acknowledged up to record"), n(facts.log.accepted_up_to));
    std::string exported = texts.text("never");
    if (facts.log.last_export) {
        if (const auto zone = i18n::load_time_zone(facts.settings.time_zone)) {
            const auto local = (*zone)->to_local(*facts.log.last_export);
            exported = texts.date(domain::date_of(local)) + " " + texts.time(local);
        } else {
            exported = eventlog::to_text(*facts.log.last_export);
        }
    }
    line(texts.in_context("status", "last export"), exported);
    line(texts.in_context("status", "chain"), facts.chain.ok ? texts.text("holds, head {head}", {{"head", facts.log.head.substr(0, 8)}})
                                             : texts.text("BROKEN at record {seq}: {why}",
                                                          {{"seq", std::to_string(facts.chain.first_bad)},
                                                           {"why", facts.chain.why}}));
    context.say(texts.text("School server:"));
    if (const auto& server = facts.server) {
        line(texts.in_context("status", "school"), server->school_name);
        line(texts.in_context("status", "address"), syncing::address_of(*server));
        line(texts.in_context("status", "it has the records up to"), n(facts.log.accepted_up_to));
    } else if (server.error().error == syncing::RecordError::absent) {
        context.say("  " + texts.text("not connected; `vstrecha join` connects it"));
    } else {
        context.say("  " + texts.text("server.json cannot be read ({why}); `vstrecha join` connects the kiosk again",
                                      {{"why", server.error().detail}}));
    }
    if (facts.recovery) {
        context.say(texts.text("Damage was found and put right:"));
        line(texts.in_context("status", "when (UTC)"), eventlog::to_text(facts.recovery->at));
        for (const std::string& words : words_of(context, *facts.recovery)) context.say("  " + words);
    }
}

}  // namespace

int status(const Context& context, const StatusOptions& options) {
    auto store = storage::Store::open(options.data, context.ports(), storage::OpenMode::read_only);
    if (!store) return fail(context, store.error(), options.data);
    const auto roster = (*store)->roster();
    if (!roster) return fail(context, roster.error(), options.data);
    auto log = (*store)->status();
    if (!log) return fail(context, log.error(), options.data);
    auto chain = (*store)->verify();
    if (!chain) return fail(context, chain.error(), options.data);
    auto settings = (*store)->settings();
    if (!settings) return fail(context, settings.error(), options.data);
    auto recovery = (*store)->recovery();
    if (!recovery) return fail(context, recovery.error(), options.data);

    const Facts facts{domain::count(*roster), *log, *chain, *settings, roster->number, *recovery,
                      syncing::read_server(context.files, options.data)};
    if (options.json) {
        say_json(context, facts);
    } else {
        say_text(context, facts);
    }
    return facts.chain.ok ? kOk : kMachine;
}

}  // namespace cli

#include "app/server/program/commands.h"

#include "app/server/program/asking.h"
#include "app/server/program/qr.h"

namespace server {

namespace {

// Done where it was answered.
ExitCode done(const std::optional<Json>& answer) {
    return answer ? ExitCode::done : ExitCode::machine;
}

}  // namespace

ExitCode list_schools(const Context& context, const DataOptions& options) {
    const auto answer = ask(context, options, {{"do", "school_list"}});
    if (!answer) return ExitCode::machine;
    for (const Json& school : list_in(*answer, "schools")) {
        context.out(text_in(school, "id") + "  kiosks " + text_in(school, "kiosks") + "  " + text_in(school, "name") +
                    "\n");
    }
    return ExitCode::done;
}

ExitCode add_school(const Context& context, const DataOptions& options, const std::string& name) {
    const auto answer = ask(context, options, {{"do", "school_add"}, {"name", name}});
    if (answer) context.out(text_in(*answer, "id") + "\n");
    return done(answer);
}

ExitCode add_kiosk(const Context& context, const DataOptions& options, const NewKioskOptions& kiosk) {
    const auto answer =
        ask(context, options,
            {{"do", "kiosk_add"}, {"school", kiosk.school}, {"name", kiosk.name}, {"replaces", kiosk.replaces}});
    if (!answer) return ExitCode::machine;
    const auto port = answer->find("port");
    if (port == answer->end() || !port->is_number_unsigned()) {
        context.complain("The server's answer is not understood.");
        return ExitCode::machine;
    }
    const joining::Invitation invitation{text_in(*answer, "host"), port->get<std::uint16_t>(),
                                         text_in(*answer, "code")};
    context.out("Address  " + joining::text_of(joining::Address{invitation.host, invitation.port}) + "\nCode     " +
                joining::shown(invitation.code) + "\nLives    " + text_in(*answer, "minutes") +
                " minutes, for one kiosk and " + std::to_string(joining::kCodeTries) + " tries\n\n" +
                qr_text(joining::text_of(invitation)).value_or("") + "\n");
    return ExitCode::done;
}

ExitCode list_kiosks(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = ask(context, options, {{"do", "kiosk_list"}, {"school", school}});
    if (!answer) return ExitCode::machine;
    for (const Json& kiosk : list_in(*answer, "kiosks")) {
        const std::string heard = text_in(kiosk, "last_heard");
        const std::string problem = text_in(object_in(kiosk, "health"), "problem");
        context.out(text_in(kiosk, "id") + "  " + text_in(kiosk, "state") + "  school " + text_in(kiosk, "school") +
                    "  held " + text_in(kiosk, "held") + "  heard " + (heard.empty() ? "never" : heard) +
                    (problem.empty() ? "" : "  problem " + problem) + "  " + text_in(kiosk, "name") + "\n");
    }
    return ExitCode::done;
}

ExitCode show_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk) {
    const auto answer = ask(context, options, {{"do", "kiosk_show"}, {"kiosk", kiosk}});
    if (!answer) return ExitCode::machine;
    const auto line = [&context](std::string_view name, const std::string& value) {
        std::string text{name};
        text.resize(std::max<std::size_t>(text.size(), 14), ' ');
        context.out(text + (value.empty() ? "-" : value) + "\n");
    };
    for (const char* member : {"id", "name", "state", "school", "held", "last_heard"}) {
        line(member, text_in(*answer, member));
    }
    const Json health = object_in(*answer, "health");
    if (health.empty()) return ExitCode::done;  // it has not said anything of itself yet
    line("said_at", text_in(health, "heard_at"));
    for (const char* member : {"version", "problem", "last_error", "unsent"}) line(member, text_in(health, member));
    line("unsent_age", text_in(health, "unsent_age") + " s");
    line("uptime", text_in(health, "uptime") + " s");
    line("clock_offset", text_in(health, "clock_offset") + " ms");
    line("clock_trusted", text_in(health, "clock_trusted"));
    line("disk_free", text_in(health, "disk_free") + " of " + text_in(health, "disk_total") + " bytes");
    if (health.contains("temperature"))
        line("temperature", text_in(health, "temperature") + " thousandths of a degree");
    return ExitCode::done;
}

ExitCode rename_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk,
                      const std::string& name) {
    return done(ask(context, options, {{"do", "kiosk_rename"}, {"kiosk", kiosk}, {"name", name}}));
}

ExitCode revoke_kiosk(const Context& context, const DataOptions& options, const std::string& kiosk) {
    return done(ask(context, options, {{"do", "kiosk_revoke"}, {"kiosk", kiosk}}));
}

ExitCode explain_meeting(const Context& context, const DataOptions& options, const std::string& school,
                         const std::string& meeting) {
    const auto answer = ask(context, options, {{"do", "meeting_why"}, {"school", school}, {"meeting", meeting}});
    if (!answer) return ExitCode::machine;
    context.out(text_in(*answer, "meeting") + "  " + text_in(*answer, "state") + "\n" + text_in(*answer, "says") +
                "\n");
    for (const Json& event : list_in(*answer, "events")) {
        if (event.is_string()) context.out("- " + event.get<std::string>() + "\n");
    }
    return ExitCode::done;
}

ExitCode list_meetings(const Context& context, const DataOptions& options, const std::string& school,
                       const std::string& day) {
    const auto answer = ask(context, options, {{"do", "meeting_list"}, {"school", school}, {"day", day}});
    if (!answer) return ExitCode::machine;
    for (const Json& meeting : list_in(*answer, "meetings")) {
        std::string line = text_in(meeting, "id") + "  " + text_in(meeting, "day") + "  " + text_in(meeting, "state");
        for (const Json& person : list_in(meeting, "people")) {
            const std::string side = text_in(person, "side");
            line += "  " + text_in(person, "id") + " " + text_in(person, "presence");
            if (side != "unknown") line += " (" + side + ")";
        }
        context.out(line + "\n");
    }
    return ExitCode::done;
}

ExitCode back_up(const Context& context, const DataOptions& options, const std::filesystem::path& to) {
    // The server's working folder is not ours.
    const auto folder = std::filesystem::absolute(to).lexically_normal();
    return done(ask(context, options, {{"do", "backup"}, {"to", folder.string()}}));
}

ExitCode verify(const Context& context, const DataOptions& options) {
    const auto answer = ask(context, options, {{"do", "verify"}});
    if (!answer) return ExitCode::machine;
    ExitCode code = ExitCode::done;
    for (const Json& kiosk : list_in(*answer, "kiosks")) {
        const Json findings = list_in(kiosk, "findings");
        std::string line = text_in(kiosk, "id") + "  events " + text_in(kiosk, "events") + "  ";
        if (findings.empty()) line += "whole";
        for (const Json& finding : findings) {
            line += finding.is_string() ? finding.get<std::string>() + "; " : std::string{};
            code = ExitCode::found;
        }
        context.out(line + "  " + text_in(kiosk, "name") + "\n");
    }
    return code;
}

}  // namespace server

#include "app/server/program/match_commands.h"

#include <algorithm>
#include <array>

#include "app/server/program/asking.h"

namespace server {

namespace {

constexpr std::string_view kNew = "new";
// What everybody is another in who was imported twice, and what cards come to is united.
constexpr std::array<std::string_view, 3> kUsual{"pictures", "code", "cards"};

std::string one_line(const Json& line) {
    return text_in(line, "id") + "  " + text_in(line, "says");
}

std::string words_of(const Json& list) {
    std::string words;
    for (const Json& word : list) {
        if (word.is_string()) words += (words.empty() ? "" : ", ") + word.get<std::string>();
    }
    return words;
}

bool matters(const Json& line) {
    const Json differs = list_in(line, "differs");
    return std::any_of(differs.begin(), differs.end(), [](const Json& word) {
        return word.is_string() && std::find(kUsual.begin(), kUsual.end(), word.get<std::string>()) == kUsual.end();
    });
}

void say(const Context& context, const Json& line) {
    const Json decided = line.value("decided", Json{false});
    const std::string by = decided == true ? "  (decided)" : "";
    context.out("  " + one_line(line) + by + "\n");
    if (const Json is = object_in(line, "is"); !is.empty()) context.out("    is " + one_line(is) + "\n");
    for (const Json& one : list_in(line, "possible")) context.out("    may be " + one_line(one) + "\n");
    if (const std::string differs = words_of(list_in(line, "differs")); !differs.empty()) {
        context.out("    differs: " + differs + "\n");
    }
}

void say_all(const Context& context, const std::string& what, const Json& lines, bool shows_all) {
    const auto section = [&](const std::string& heading, const auto& belongs) {
        bool is_first = true;
        for (const Json& line : lines) {
            if (!belongs(line)) continue;
            if (std::exchange(is_first, false)) context.out(what + ", " + heading + ":\n");
            say(context, line);
        }
    };
    const auto is = [](const char* verdict) {
        return [verdict](const Json& line) { return text_in(line, "verdict") == verdict; };
    };
    section("doubtful", is("doubtful"));
    section("new", is("new"));
    section("the same, with differences", [&](const Json& line) { return is("same")(line) && matters(line); });
    const auto is_plain = [&](const Json& line) { return is("same")(line) && !matters(line); };
    if (shows_all) {
        section("the same", is_plain);
    } else {
        context.out(what + ", the same: " + std::to_string(std::count_if(lines.begin(), lines.end(), is_plain)) +
                    " more (--all shows them)\n");
    }
}

ExitCode done(const std::optional<Json>& answer) {
    return answer ? ExitCode::done : ExitCode::machine;
}

}  // namespace

ExitCode list_matchings(const Context& context, const DataOptions& options, const std::string& school) {
    const auto answer = ask(context, options, {{"do", "match_list"}, {"school", school}});
    if (!answer) return ExitCode::machine;
    const Json kiosks = list_in(*answer, "kiosks");
    if (kiosks.empty()) context.out("No kiosk's lists wait.\n");
    for (const Json& kiosk : kiosks) {
        context.out(text_in(kiosk, "kiosk") + "  school " + text_in(kiosk, "school") + "  since " +
                    text_in(kiosk, "came_at") + "  people " + text_in(kiosk, "people") + "  groups " +
                    text_in(kiosk, "groups") + "  meetings " + text_in(kiosk, "meetings") + "  doubtful " +
                    text_in(kiosk, "doubtful") + "  " + text_in(kiosk, "name") + "\n");
    }
    return ExitCode::done;
}

ExitCode show_matching(const Context& context, const DataOptions& options, const MatchShowOptions& show) {
    const auto answer = ask(context, options, {{"do", "match_show"}, {"kiosk", show.kiosk}});
    if (!answer) return ExitCode::machine;
    context.out("The lists of kiosk " + show.kiosk + ", brought " + text_in(*answer, "came_at") +
                ", beside the school's No. " + text_in(*answer, "number") + "\n");
    say_all(context, "People", list_in(*answer, "people"), show.shows_all);
    say_all(context, "Groups", list_in(*answer, "groups"), show.shows_all);
    context.out("Meetings: the same " + text_in(*answer, "same_meetings") + ", new " +
                text_in(*answer, "new_meetings") + "\n");
    const std::string doubtful = text_in(*answer, "doubtful");
    if (doubtful == "0") {
        context.out("If that is right: match confirm " + show.kiosk + ' ' + text_in(*answer, "seen") + "\n");
    } else {
        context.out("Doubtful are " + doubtful + ". For each of them: match decide " + show.kiosk +
                    " ID SCHOOL-ID, or new in place of SCHOOL-ID\n");
    }
    return ExitCode::done;
}

ExitCode decide_matching(const Context& context, const DataOptions& options, const MatchDecision& decision) {
    return done(ask(context, options,
                    {{"do", "match_decide"},
                     {"kiosk", decision.kiosk},
                     {"brought", decision.brought},
                     {"stands_for", decision.stands_for == kNew ? std::string{} : decision.stands_for}}));
}

ExitCode confirm_matching(const Context& context, const DataOptions& options, const std::string& kiosk,
                          const std::string& seen) {
    const auto answer = ask(context, options, {{"do", "match_confirm"}, {"kiosk", kiosk}, {"seen", seen}});
    if (!answer) return ExitCode::machine;
    context.out("No. " + text_in(*answer, "number") + "  new people " + text_in(*answer, "new_people") + "  groups " +
                text_in(*answer, "new_groups") + "  meetings " + text_in(*answer, "new_meetings") + "\n");
    const auto section = [&](std::string_view change, const std::string& heading) {
        bool is_first = true;
        for (const Json& one : list_in(*answer, "told")) {
            if (text_in(one, "change") != change) continue;
            if (std::exchange(is_first, false)) context.out(heading + ":\n");
            context.out("  " + one_line(one) + "\n");
        }
    };
    section("pictures", "Other pictures than at the kiosk, so another printed card");
    section("code", "Another code than at the kiosk");
    section("card left out", "A card of theirs is somebody else's in the school's lists, and was left out");
    return ExitCode::done;
}

ExitCode discard_matching(const Context& context, const DataOptions& options, const std::string& kiosk) {
    return done(ask(context, options, {{"do", "match_discard"}, {"kiosk", kiosk}}));
}

}  // namespace server

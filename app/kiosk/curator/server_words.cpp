#include "app/kiosk/curator/words.h"

namespace kiosk::curator {

namespace {

std::string lists_advice(const i18n::Texts& texts, const session::Server& server) {
    using session::ListsProblem;
    switch (server.lists_problem) {
        case ListsProblem::none: break;
        case ListsProblem::damaged:
            return texts.text(
                "The lists from the school server arrived damaged and were not taken over. The kiosk works with those "
                "that "
                "it has and tries again by itself.");
        case ListsProblem::newer_version:
            return texts.text(
                "The school server's lists are of a newer version and were not taken over. Bring this kiosk's program "
                "up "
                "to date.");
        case ListsProblem::wrong_signature:
            return texts.text(
                "The lists from the school server are signed with a key that this kiosk does not know, and were not "
                "taken "
                "over. Connect the kiosk again with a new code.");
        case ListsProblem::another_school:
            return texts.text(
                "The school server sent the lists of another school, and they were not taken over. Tell whoever looks "
                "after the server.");
        case ListsProblem::not_consistent:
            return texts.text(
                "The lists from the school server contradict themselves and were not taken over. Import them again on "
                "the "
                "server.");
        case ListsProblem::disk:
            return texts.text("The kiosk could not keep the lists from the school server. It tries again by itself.");
        case ListsProblem::own_lists:
            return texts.text(
                "This kiosk has lists of its own, and the school server has others. Nothing was changed here: the "
                "records "
                "name the people of this kiosk's lists. Tell whoever looks after the server.");
        case ListsProblem::waits_for_matching:
            return texts.text(
                "The lists of this kiosk wait on the school server to be compared with the school's. Until somebody "
                "confirms it there, the kiosk works with its own lists, and no record is lost.");
        case ListsProblem::not_taken:
            return texts.text(
                "The school server has no lists yet and does not take those of this kiosk. Import the lists on the "
                "kiosk again, then look here.");
    }
    return {};
}

std::string settings_advice(const i18n::Texts& texts, const session::Server& server) {
    using session::SettingsProblem;
    const std::string& what = server.settings_what;
    switch (server.settings_problem) {
        case SettingsProblem::none: return {};
        case SettingsProblem::damaged:
            return texts.text(
                "The settings from the school server arrived damaged and were not taken over. The kiosk works with "
                "those that it has.");
        case SettingsProblem::newer_version:
            return texts.text(
                "The school server's settings are of a newer version and were not taken over. Bring this kiosk's "
                "program up to date.");
        case SettingsProblem::wrong_signature:
            return texts.text(
                "The settings from the school server are signed with a key that this kiosk does not know, and were not "
                "taken over. Connect the kiosk again with a new code.");
        case SettingsProblem::another_kiosk:
            return texts.text(
                "The school server sent the settings of another kiosk, and they were not taken over. Tell whoever looks "
                "after the server.");
        case SettingsProblem::not_possible:
            return texts.text(
                "This kiosk cannot do what the school has set on its server ({what}). Nothing of it was taken over. "
                "Bring the kiosk's program up to date, or tell whoever looks after the server.",
                {{"what", what}});
        case SettingsProblem::bad_catalogue:
            return texts.text(
                "The school's catalogue has a mistake ({what}). Nothing that the school has set was taken over. Tell "
                "whoever looks after the server.",
                {{"what", what}});
        case SettingsProblem::disk:
            return texts.text("The kiosk could not keep the school's settings. It tries again by itself.");
        case SettingsProblem::kept_damaged:
            if (server.membership == session::Membership::none)
                return texts.text(
                    "The catalogue that was brought to this kiosk is damaged, and the kiosk works with the program's own. "
                    "Bring it once more.");
            return texts.text(
                "The school's catalogue on this kiosk is damaged, and the kiosk works with the program's own. It asks "
                "the school server for it again by itself.");
    }
    return {};
}

// Lists come first: without them nobody checks in.
std::string school_advice(const i18n::Texts& texts, const session::Server& server) {
    const std::string lists = lists_advice(texts, server);
    return lists.empty() ? settings_advice(texts, server) : lists;
}

}  // namespace

std::string settings_words(const i18n::Texts& texts, const session::ServerView& view) {
    if (!view.settings_since) return texts.text("the school has set nothing");
    return texts.text("No. {number}, here since {date}",
                      {{"number", texts.number(static_cast<long long>(view.server.settings))},
                       {"date", texts.date(*view.settings_since)}});
}

std::string lists_words(const i18n::Texts& texts, const session::ServerView& view) {
    if (view.server.lists_problem == session::ListsProblem::waits_for_matching && !view.lists_since)
        return texts.text("its own; wait to be compared on the server");
    if (!view.lists_since) return texts.text("none from the server yet");
    return texts.text(
        "No. {number}, here since {date}",
        {{"number", texts.number(static_cast<long long>(view.server.lists))}, {"date", texts.date(*view.lists_since)}});
}

std::string server_advice(const i18n::Texts& texts, const session::Server& server) {
    using session::ServerProblem;
    if (server.membership == session::Membership::damaged)
        return texts.text(
            "Which server this kiosk belongs to cannot be read. Connect it again with a new code; no record is lost.");
    const std::string number = texts.number(static_cast<long long>(server.at));
    switch (server.problem) {
        case ServerProblem::none: return school_advice(texts, server);
        case ServerProblem::unreachable:
            return texts.text(
                "The school server does not answer. Check the network and whether the server is on. The kiosk tries "
                "again by itself.");
        case ServerProblem::timed_out:
            return texts.text(
                "The school server answers too slowly. The kiosk tries again by itself; if it lasts, check the "
                "network.");
        case ServerProblem::cut:
            return texts.text(
                "The connection to the school server breaks off. The kiosk tries again by itself; if it lasts, check "
                "the network.");
        case ServerProblem::not_trusted:
            return texts.text(
                "Another server answers: its certificate is not the one that this kiosk knows. If the server was set "
                "up anew, connect the kiosk again; if not, tell whoever looks after the network.");
        case ServerProblem::busy: return texts.text("The school server is busy. The kiosk tries again by itself.");
        case ServerProblem::unexpected:
            return texts.text(
                "Something else answers at the server's address, perhaps a page of the network that wants a password. "
                "Tell whoever looks after the network.");
        case ServerProblem::store_failed:
            return texts.text("The kiosk could not read its own disk. It tries again by itself.");
        case ServerProblem::unknown_kiosk:
            return texts.text("The school server does not know this kiosk. Connect it again with a new code.");
        case ServerProblem::revoked:
            return texts.text(
                "The school server takes nothing more from this kiosk. If that is not meant so, connect it again with "
                "a new code.");
        case ServerProblem::forked:
            return texts.text(
                "The school server has other records under this kiosk's name: its card was perhaps copied. Take the "
                "records to a drive and tell whoever looks after the server.");
        case ServerProblem::ahead:
            return texts.text(
                "The school server has newer records of this kiosk than the kiosk itself, which was put back to an "
                "older copy. Take the records to a drive and tell whoever looks after the server.");
        case ServerProblem::differs:
            return texts.text(
                "The records here and on the school server are not the same. Take the records to a drive and tell "
                "whoever looks after the server.");
        case ServerProblem::hole:
            return texts.text(
                "The school server needs record No. {number}, which is here no more. Tell whoever looks after the "
                "server.",
                {{"number", number}});
        case ServerProblem::stuck:
            return texts.text(
                "The school server does not take record No. {number}; those after it wait. Tell whoever looks after "
                "the server.",
                {{"number", number}});
        case ServerProblem::log_damaged:
            return texts.text(
                "Record No. {number} is damaged here. End the program and start it again: it puts itself right.",
                {{"number", number}});
        case ServerProblem::cannot_sign:
            return texts.text(
                "The kiosk's own key is gone, and it cannot sign what it sends. Tell whoever set up the kiosk.");
        case ServerProblem::checkpoint_refused:
            return texts.text(
                "The school server has the records but confirms them with a key that this kiosk does not know. "
                "Connect it again with a new code.");
    }
    return {};
}

std::string sent_words(const i18n::Texts& texts, const session::Server& server) {
    const auto number = [&texts](std::uint64_t n) { return texts.number(static_cast<long long>(n)); };
    if (server.waiting == 0 && server.sent_up_to > 0)
        return texts.text("all, up to No. {number}", {{"number", number(server.sent_up_to)}});
    if (server.sent_up_to == 0)
        return texts.plural("nothing yet, {n} waits", "nothing yet, {n} wait", static_cast<long long>(server.waiting));
    return texts.plural("up to No. {number}, {n} waits", "up to No. {number}, {n} wait",
                        static_cast<long long>(server.waiting), {{"number", number(server.sent_up_to)}});
}

}  // namespace kiosk::curator

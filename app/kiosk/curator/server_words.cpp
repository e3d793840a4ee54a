#include "app/kiosk/curator/words.h"

namespace kiosk::curator {

std::string server_advice(const i18n::Texts& texts, const session::Server& server) {
    using session::ServerProblem;
    if (server.membership == session::Membership::damaged)
        return texts.text(
            "Which server this kiosk belongs to cannot be read. Connect it again with a new code; no record is lost.");
    const std::string number = texts.number(static_cast<long long>(server.at));
    switch (server.problem) {
        case ServerProblem::none: return {};
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

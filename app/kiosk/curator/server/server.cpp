#include "app/kiosk/curator/server/server.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "app/kiosk/curator/layout.h"
#include "app/kiosk/curator/words.h"

// The school server: address and code of one that is to be joined, or how it goes with the one that was.

namespace kiosk::curator {
namespace {

using session::JoinProblem;
using session::ServerView;
using session::intent::ServerField;

std::string problem_words(const i18n::Texts& texts, JoinProblem problem) {
    switch (problem) {
        case JoinProblem::no_address:
            return texts.text("There is no such address. Check it: the server shows it beside the code.");
        case JoinProblem::not_a_code:
            return texts.text("A code has ten characters. Check it: the server shows it beside the address.");
        case JoinProblem::unreachable:
            return texts.text("Nobody answers at this address. Check the address and the network.");
        case JoinProblem::not_our_server:
            return texts.text(
                "What answers there is not the server of this code. Check the address, or take a new code.");
        case JoinProblem::wrong_code:
            return texts.text("The code does not fit. Check it; after five wrong tries it needs a new one.");
        case JoinProblem::code_used:
            return texts.text("This code was used already, or its ten minutes are over. Take a new one on the server.");
        case JoinProblem::known_elsewhere:
            return texts.text("The server has this kiosk under another school. Tell whoever looks after the server.");
        case JoinProblem::certificate_changed:
            return texts.text(
                "The server changed while the kiosk was connecting. Try again; if it happens again, tell whoever looks "
                "after the network.");
        case JoinProblem::try_later: return texts.text("The server is busy. Try again in a minute.");
        case JoinProblem::too_many: return texts.text("Too many tries in a short time. Wait a minute and try again.");
        case JoinProblem::no_memory:
            return texts.text("The kiosk has too little memory now. Start it anew and try again.");
        case JoinProblem::disk:
            return texts.text("The kiosk's disk did not take it, and nothing is connected. Look at the status.");
    }
    return {};
}

// "ABCDE FGHJK", with dots for what is not typed yet.
std::string groups_of(const std::string& code) {
    std::string shown;
    for (std::size_t i = 0; i < session::kServerCodeLength; ++i) {
        if (i == session::kServerCodeLength / 2) shown += "  ";
        shown += i < code.size() ? std::string(1, code[i]) : "·";
    }
    return shown;
}

// Where the keys go to has a frame; the other one can be pressed. True when it was.
bool field(kit::Kit& kit, const std::string& id, Rect where, const std::string& name, const std::string& typed,
           bool active) {
    const std::string shown = typed.empty() ? name : typed;
    if (!active) return kit.button(id, where, shown, ButtonStyle::secondary);
    const float line = std::max(2.0F, kit.px(4)), radius = kit.px(28);
    kit.filled(where, Colour::primary, radius);
    kit.filled(where.inset(line), Colour::card, radius - line);
    kit.text_in_middle(id, where.inset(kit.px(24), kit.px(6)), shown, TextStyle::second_button, Align::centre,
                       typed.empty() ? Colour::second_ink : Colour::ink);
    return false;
}

// Servers that are in the network, side by side or one below the other, in the middle of `where`; those that it has
// room for. Which one was pressed.
std::optional<std::size_t> found_servers(kit::Kit& kit, Rect where, const std::vector<session::FoundServer>& found) {
    const float space = kit.px(16), high = std::max(target(kit), kit.px(84));
    const float room = kit.portrait() ? (where.h + space) / (high + space) : static_cast<float>(found.size());
    const std::size_t count = std::min(found.size(), static_cast<std::size_t>(room));
    if (count == 0) return std::nullopt;
    const float many = static_cast<float>(count);
    const float across = kit.portrait() ? 1 : many, down = kit.portrait() ? many : 1;
    const float wide = std::min((where.w - (across - 1) * space) / across, kit.px(720));
    const float left = where.x + (where.w - across * wide - (across - 1) * space) / 2;
    const float top = where.y + (where.h - down * high - (down - 1) * space) / 2;
    std::optional<std::size_t> pressed;
    for (std::size_t i = 0; i < count; ++i) {
        const float at = static_cast<float>(i);
        const Rect button{kit.portrait() ? left : left + at * (wide + space),
                          kit.portrait() ? top + at * (high + space) : top, wide, high};
        const std::string words =
            kit.texts().text("Found: {server}", {{"server", found[i].name + ", " + found[i].address}});
        if (kit.button("server.found." + std::to_string(i), button, words, ButtonStyle::secondary)) pressed = i;
    }
    return pressed;
}

session::Intent enter(kit::Kit& kit, const ServerView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Frame page =
        frame(kit, "server.title",
              view.again ? texts.text("Connect to the server again") : texts.text("Connect to the school server"));
    if (page.back) answer = intent::Back{};
    Rect body = page.body;
    body.h = kit.page().bottom() - body.y;  // the margin is for the warning of a long stillness

    Rect keys = body.take_bottom(kit.portrait() ? std::min(body.h * 0.53F, kit.px(560))
                                                : std::min(body.h * 0.64F, kit.px(440)));
    body.take_bottom(gap(kit));
    const std::string connect = texts.text("Connect");
    const float high = std::max(target(kit), kit.px(84)), space = kit.px(16);
    const std::string address = texts.text("Address"), code = texts.text("Code");
    Rect address_field, code_field, button;
    // Without an address there is nothing to connect to yet; a tall screen needs the room.
    const bool chooses = !view.found.empty() && !view.problem, has_button = !chooses || !kit.portrait();
    if (kit.portrait()) {
        if (has_button) {
            button = body.take_bottom(std::max(target(kit), kit.px(112)));
            body.take_bottom(gap(kit));
        }
        address_field = body.take_top(high);
        body.take_top(space);
        code_field = body.take_top(high);
    } else {
        Rect row = body.take_top(high);
        button = row.take_right(kit.text_width(connect, TextStyle::second_button) + kit.px(88));
        row.take_right(space);
        code_field = row.take_right(kit.text_width(groups_of("WWWWWWWWWW"), TextStyle::second_button) + kit.px(48));
        row.take_right(space);
        address_field = row;
    }
    body.take_top(space);
    if (field(kit, "server.address", address_field, address, view.address, !view.typing_code))
        answer = intent::ChooseField{ServerField::address};
    if (field(kit, "server.code", code_field, code, view.code.empty() && !view.typing_code ? "" : groups_of(view.code),
              view.typing_code))
        answer = intent::ChooseField{ServerField::code};
    if (has_button && kit.button("server.connect", button, connect, ButtonStyle::primary, view.can_connect))
        answer = intent::JoinServer{};

    const auto layout = view.typing_code ? kit::KeyboardLayout::code : kit::KeyboardLayout::address;
    // A keyboard of its own for each, so that no key is another one under a finger that is still down.
    if (const auto key = kit.keyboard(view.typing_code ? "server.code_keys" : "server.keys", keys, layout)) {
        if (key->erase)
            answer = intent::EraseCharacter{};
        else
            answer = intent::TypeCharacter{key->character};
    }
    if (chooses) {
        if (const auto taken = found_servers(kit, body, view.found)) answer = intent::TakeServer{*taken};
        return answer;
    }
    const std::string words =
        view.problem ? problem_words(texts, *view.problem)
        : view.server.membership == session::Membership::damaged
            ? server_advice(texts, view.server)
            : texts.text("Whoever looks after the school server gets both from it. A reader can scan them too.");
    kit.text_in_middle("server.hint", body, words, TextStyle::body, Align::centre,
                       view.problem ? Colour::refusal : Colour::second_ink);
    return answer;
}

session::Intent joining(kit::Kit& kit) {
    const i18n::Texts& texts = kit.texts();
    Frame page = frame(kit, "server.title", texts.text("School server"));
    const std::string title = texts.text("Connecting"),
                      words = texts.text("This takes some seconds, at most a minute. The kiosk records meanwhile.");
    Rect body = page.body;
    const float first = kit.text_height(title, TextStyle::title, body.w),
                second = kit.text_height(words, TextStyle::body, body.w);
    body.take_top(std::max(0.0F, (body.h - first - second - gap(kit)) / 2));
    kit.text("server.joining", body.take_top(first), title, TextStyle::title, Align::centre);
    body.take_top(gap(kit));
    kit.text("server.joining_words", body.take_top(second), words, TextStyle::body, Align::centre, Colour::second_ink);
    if (page.back) return intent::Back{};
    return intent::Nothing{};
}

// Connecting once more mends these.
bool mended_by_joining(session::ServerProblem problem) {
    using enum session::ServerProblem;
    return problem == not_trusted || problem == unknown_kiosk || problem == revoked || problem == checkpoint_refused;
}
bool mended_by_joining(const session::Server& server) {
    return mended_by_joining(server.problem) ||
           (server.problem == session::ServerProblem::none &&
            (server.lists_problem == session::ListsProblem::wrong_signature ||
             server.settings_problem == session::SettingsProblem::wrong_signature));
}

session::Intent joined(kit::Kit& kit, const ServerView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Frame page = frame(kit, "server.title", texts.text("School server"));
    if (page.back) answer = intent::Back{};
    Rect body = page.body;
    const session::Server& server = view.server;
    if (mended_by_joining(server)) {
        const Pair buttons = bottom_pair(kit, body);
        if (kit.button("server.again", buttons.right, texts.text("Connect again"), ButtonStyle::primary))
            answer = intent::JoinServer{};
    }
    struct Fact {
        const char* id;
        std::string name, value;
    };
    const std::string contact = view.contact
                                    ? texts.date(domain::date_of(*view.contact)) + " " + texts.time(*view.contact)
                                    : texts.text("none since the kiosk was started");
    const std::array<Fact, 6> facts{
        {{"server.school", texts.text("School"), server.school.empty() ? "—" : server.school},
         {"server.at", texts.text("Address"), server.address},
         {"server.sent", texts.text("Sent"), sent_words(texts, server)},
         {"server.lists", texts.text("Lists"), lists_words(texts, view)},
         {"server.settings", texts.text("Settings"), settings_words(texts, view)},
         {"server.contact", texts.text("Last contact"), contact}}};
    const std::string advice = server_advice(texts, server);
    const bool fine = advice.empty();
    const std::string words =
        fine ? texts.text("All is well. What is recorded here reaches the server by itself.") : advice;
    const float side = kit.px(36);
    Rect strip = body.take_top(kit.text_height(words, TextStyle::body, body.w - 2 * side) + kit.px(36));
    body.take_top(gap(kit));
    kit.filled(strip, fine ? Colour::card : Colour::warning_paper, kit.px(28));
    kit.text_in_middle("server.state", strip.inset(side, 0), words, TextStyle::body, Align::left,
                       fine ? Colour::both : Colour::warning_ink);
    const float row_height = std::min(kit.px(kit.portrait() ? 112 : 92), body.h / static_cast<float>(facts.size()));
    Rect card = body.take_top(row_height * static_cast<float>(facts.size()));
    kit.card(card);
    card = card.inset(side, kit.px(8));
    for (std::size_t i = 0; i < facts.size(); ++i) {
        Rect row = card.take_top(card.h / static_cast<float>(facts.size() - i));
        if (i > 0) kit.line(row.x, row.y, row.right(), row.y, Colour::line, kit.px(2));
        const float name = std::min(kit.text_width(facts[i].name, TextStyle::body) + kit.px(24), row.w * 0.45F);
        kit.text_in_middle(facts[i].id + std::string(".name"), row.take_left(name), facts[i].name, TextStyle::body,
                           Align::left, Colour::second_ink);
        kit.text_in_middle(facts[i].id, row, facts[i].value, TextStyle::body_bold, Align::right);
    }
    return answer;
}

}  // namespace

session::Intent draw(kit::Kit& kit, const ServerView& view) {
    switch (view.stage) {
        case ServerView::Stage::enter: return enter(kit, view);
        case ServerView::Stage::joining: return joining(kit);
        case ServerView::Stage::joined: break;
    }
    return joined(kit, view);
}

}  // namespace kiosk::curator

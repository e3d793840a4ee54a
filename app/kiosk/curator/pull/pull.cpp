#include "app/kiosk/curator/pull/pull.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/kiosk/curator/layout.h"

// The records over the network: where a phone or a laptop finds them, and the code.

namespace kiosk::curator {
namespace {

using session::PullEnd;
using session::PullProblem;
using session::PullView;

std::string problem_words(const i18n::Texts& texts, PullProblem problem) {
    switch (problem) {
        case PullProblem::none: break;
        case PullProblem::no_network:
            return texts.text("This kiosk is in no network. Look at its cable or its Wi-Fi, or take a USB drive.");
        case PullProblem::no_port:
            return texts.text("Another program holds the kiosk's way out. Start the kiosk anew, or take a USB drive.");
        case PullProblem::machine: return texts.text("The kiosk could not do it now. Try again, or take a USB drive.");
    }
    return {};
}

std::string end_words(const i18n::Texts& texts, PullEnd end) {
    switch (end) {
        case PullEnd::no: break;
        case PullEnd::by_time: return texts.text("The ten minutes are over.");
        case PullEnd::by_tries: return texts.text("Somebody typed five wrong codes.");
        case PullEnd::by_visitor: return texts.text("You ended it on your device.");
    }
    return {};
}

// Dark on light in both appearances: not every camera reads the other way round.
void draw_qr(kit::Kit& kit, Rect where, const qr_code::Fields& fields) {
    const int across = fields.size + 2 * qr_code::kMargin;
    const float field = std::floor(std::min(where.w, where.h) / static_cast<float>(across));
    const float side = field * static_cast<float>(across);
    const float left = std::floor(where.x + (where.w - side) / 2), top = std::floor(where.y + (where.h - side) / 2);
    const auto brightness = [&kit](Colour colour) {
        const std::uint32_t rgb = kit.theme().rgb(colour);
        return (rgb >> 16 & 0xFF) + (rgb >> 8 & 0xFF) + (rgb & 0xFF);
    };
    const bool is_light = brightness(Colour::card) > brightness(Colour::ink);
    const Colour ground = is_light ? Colour::card : Colour::ink, mark = is_light ? Colour::ink : Colour::paper;
    kit.filled({left, top, side, side}, ground, kit.px(20));
    for (int y = 0; y < fields.size; ++y) {
        for (int x = 0; x < fields.size;) {
            int width = 0;
            while (fields.is_dark(x + width, y)) ++width;
            if (width > 0) {
                kit.filled(
                    {left + field * static_cast<float>(x + qr_code::kMargin),
                     top + field * static_cast<float>(y + qr_code::kMargin), field * static_cast<float>(width), field},
                    mark, 0);
            }
            x += width + 1;
        }
    }
}

// "482 913"
std::string groups_of(const std::string& code) {
    return code.substr(0, code.size() / 2) + " " + code.substr(code.size() / 2);
}

std::string time_words(const i18n::Texts& texts, const PullView& view) {
    return texts.plural("It closes by itself in {n} minute.", "It closes by itself in {n} minutes.", view.minutes_left);
}

void invite(kit::Kit& kit, Rect body, const PullView& view) {
    const i18n::Texts& texts = kit.texts();
    Rect picture = kit.portrait() ? body.take_top(std::min(body.w, body.h * 0.5F))
                                  : body.take_left(std::min(body.h, body.w * 0.42F));
    kit.portrait() ? body.take_top(gap(kit)) : body.take_left(kit.px(44));
    draw_qr(kit, picture, view.pull.qr);

    struct Line {
        const char* id;
        std::string words;
        TextStyle style;
        Colour colour;
        bool begins = false;  // something else than the line above
    };
    const Line lines[] = {
        {"pull.how",
         texts.text("With a phone or a laptop in the same network: point the camera at the picture, or open"),
         TextStyle::body, Colour::second_ink},
        {"pull.address", view.pull.address, TextStyle::second_button, Colour::ink},
        {"pull.code_name", texts.text("The code is"), TextStyle::body, Colour::second_ink, true},
        {"pull.code", groups_of(view.pull.code), TextStyle::title, Colour::primary},
        {"pull.warning",
         texts.text("The browser says that it does not know this kiosk: choose «Advanced», then «Proceed»."),
         TextStyle::small, Colour::second_ink, true},
        {"pull.time", time_words(texts, view), TextStyle::small, Colour::second_ink}};
    float height = 0;
    const float space = kit.px(12);
    for (const Line& line : lines) {
        height += kit.text_height(line.words, line.style, body.w) + (line.begins ? 2 * space : space);
    }
    body.take_top(std::max(0.0F, (body.h - height) / 2));
    for (const Line& line : lines) {
        const float high = kit.text_height(line.words, line.style, body.w);
        if (line.begins) body.take_top(space);
        kit.text(line.id, body.take_top(std::min(high, body.h)), line.words, line.style,
                 kit.portrait() ? Align::centre : Align::left, line.colour);
        body.take_top(space);
    }
}

}  // namespace

session::Intent draw(kit::Kit& kit, const PullView& view) {
    const i18n::Texts& texts = kit.texts();
    session::Intent answer = intent::Nothing{};
    Frame page = frame(kit, "pull.heading", texts.text("Over the network"));
    if (page.back) answer = intent::Done{};
    Rect body = page.body;
    const session::Pull& pull = view.pull;
    if (pull.problem != PullProblem::none) {
        const Pair buttons = bottom_pair(kit, body);
        if (kit.button("pull.again", buttons.right, texts.text("Try again"), ButtonStyle::primary))
            answer = intent::OpenPull{};
        say(kit, "pull", body, texts.text("It could not be opened"), problem_words(texts, pull.problem),
            Colour::refusal);
        return answer;
    }
    if (pull.end != PullEnd::no) {
        const Pair buttons = bottom_pair(kit, body);
        if (kit.button("pull.done", buttons.right, texts.text("Done"), ButtonStyle::primary)) answer = intent::Done{};
        const bool is_wrong = pull.end == PullEnd::by_tries;
        say(kit, "pull", body, texts.text("It is closed again"), end_words(texts, pull.end),
            is_wrong ? Colour::refusal : Colour::ink);
        return answer;
    }
    if (!pull.open) {
        say(kit, "pull", body, texts.text("Opening"), texts.text("This takes a second."), Colour::ink);
        return answer;
    }
    const Pair buttons = bottom_pair(kit, body);
    if (kit.button("pull.close", buttons.right, texts.text("Close it"), ButtonStyle::primary)) answer = intent::Done{};
    if (pull.has_visitor) {
        say(kit, "pull", body, texts.text("Your device is in"),
            texts.text("Take the files there. Nobody else can come in.") + " " + time_words(texts, view), Colour::both);
    } else {
        invite(kit, body, view);
    }
    return answer;
}

}  // namespace kiosk::curator

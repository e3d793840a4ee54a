#include "app/kiosk/start_screen.h"

#include <algorithm>
#include <utility>

#include "app/kiosk/kit/pass_kit.h"
#include "app/kiosk/kit/settle.h"
#include "app/kiosk/kit/theme.h"

namespace kiosk {

using screens::StartAnswer;
using screens::StartProblem;

StartFailure start_failure_of(const storage::StorageError& error) {
    using storage::StorageErrorKind;
    switch (error.kind) {
        case StorageErrorKind::not_found: return {StartProblem::no_data, error.detail};
        case StorageErrorKind::in_use: return {StartProblem::in_use, error.detail};
        case StorageErrorKind::newer_version: return {StartProblem::newer_version, error.detail};
        case StorageErrorKind::no_space: return {StartProblem::no_space, error.detail};
        case StorageErrorKind::read_only: return {StartProblem::read_only, error.detail};
        case StorageErrorKind::input_output: return {StartProblem::input_output, error.detail};
        case StorageErrorKind::damaged:
        case StorageErrorKind::exists:
        case StorageErrorKind::refused: break;
    }
    return {StartProblem::damaged, error.detail};
}

int exit_code_of(StartProblem problem) {
    if (problem == StartProblem::in_use) return 1;
    return problem == StartProblem::no_data ? 2 : 3;
}

std::string start_sentence(const i18n::Texts& texts, const screens::StartView& view) {
    const screens::StartWords words = screens::start_words(texts, view);
    return words.what + " " + words.to_do;
}

struct StartScreen::State {
    Parts parts;
    std::unique_ptr<kit::PassKit> kit;
    bool no_type = false;
    bool english = false;

    void make_kit() {
        kit::KitOptions options;
        options.width = static_cast<float>(parts.window.width());
        options.height = static_cast<float>(parts.window.height());
        options.texts = parts.russian;
        options.theme = kit::make_theme(domain::Appearance::light, {});
        options.trace = parts.record.wants_trace();
        // What a folder or the system may be called is not known; letters of both languages and what paths are made of.
        std::u32string characters = parts.russian->characters() + parts.english->characters();
        for (char32_t c = U' '; c < U'\x7F'; ++c) characters += c;
        auto fonts =
            display::Fonts::build(kit::font_requests(kit::measures_of(options.width, options.height), characters));
        no_type = !fonts.has_value();
        if (no_type) return;
        kit = kit::make_kit(options, std::move(*fonts));
        parts.window.use_fonts(kit->fonts());
    }
};

StartScreen::StartScreen(Parts parts) : state_(new State{std::move(parts), nullptr}) {}
StartScreen::~StartScreen() = default;

bool StartScreen::can_draw() const {
    return !state_->no_type;
}

StartScreen::Event StartScreen::show(const screens::StartView& view, domain::Millis longest) {
    State& state = *state_;
    display::Window& window = state.parts.window;
    if (!state.kit && !state.no_type) state.make_kit();
    Event event = Event::nothing;
    if (state.kit) {
        const auto draw = [&](kit::Kit& kit) {
            switch (screens::draw(kit, view)) {
                case StartAnswer::none: return false;
                case StartAnswer::again: event = Event::again; return true;
                case StartAnswer::language: state.english = !state.english; return true;
            }
            return false;
        };
        const auto name = [&] {
            state.kit->set_texts(state.english ? state.parts.english : state.parts.russian);
            return std::string("start");
        };
        const auto end = kit::settle(*state.kit, window.pointer(), state.parts.clock.read().mono, name, draw);
        const std::uint32_t paper = state.kit->theme().rgb(kit::Colour::paper);
        window.draw(*end.drawn, paper);
        state.parts.record.shown(state.kit->trace(), end.moving, [&](const std::filesystem::path& file) {
            return window.screenshot(*end.drawn, paper, file).has_value();
        });
        if (end.moving) longest = std::min(longest, domain::Millis{16});
    }
    if (event == Event::nothing) window.wait(longest);
    return window.should_close() ? Event::closed : event;
}

}  // namespace kiosk

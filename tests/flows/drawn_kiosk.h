#pragma once

#include "app/kiosk/kit/theme.h"
#include "app/kiosk/screens/draw.h"
#include "tests/flows/disk_kiosk.h"
#include "tests/support/headless_kit.h"

namespace flows {

// A session on a real store, drawn by the real screens and touched where its buttons are. The program's loop without a
// window: the disk answers between two settlings, when answer_all() lets it, never within one.
class DrawnKiosk {
  public:
    DrawnKiosk(domain::Roster roster, domain::LocalTime local, float width, float height)
        : texts_{texts_of(domain::Language::russian), texts_of(domain::Language::english)},
          disk(std::move(roster), local),
          headless(options(width, height, texts_[0]), texts_[0]->characters() + texts_[1]->characters()) {
        disk.slow = true;
        settle();
    }

    // Passes until nothing is pending; what a screen answers in one of them goes to the session.
    void settle() {
        headless.now = domain::Millis{1000} + disk.now().mono;
        apply(disk.settings());
        const auto name = [this] {
            view_ = disk.view();
            headless.kit().set_texts(texts_[view_.language == domain::Language::russian ? 0 : 1]);
            return std::string(kiosk::session::name_of(view_.screen));
        };
        const auto draw = [this](kiosk::kit::Kit& kit) {
            kiosk::session::Intent intent = kiosk::screens::draw(kit, view_);
            if (std::holds_alternative<kiosk::session::intent::Nothing>(intent)) return false;
            intents.push_back(intent);
            disk.give(kiosk::session::Tapped{std::move(intent)});
            return true;
        };
        (void)kiosk::kit::settle(headless.kit(), headless.pointer, headless.now, name, draw);
    }
    void pass(domain::Millis time) {
        disk.pass(time);
        settle();
    }
    void answer_all() {
        disk.answer_all();
        settle();
    }
    // What was drawn last.
    [[nodiscard]] const kiosk::session::View& view() const { return view_; }
    [[nodiscard]] const std::vector<kiosk::kit::TraceItem>& items() const { return headless.trace().items; }

  private:
    static kiosk::kit::KitOptions options(float width, float height, std::shared_ptr<const i18n::Texts> texts) {
        kiosk::kit::KitOptions made;
        made.width = width;
        made.height = height;
        made.texts = std::move(texts);
        return made;
    }
    static std::shared_ptr<const i18n::Texts> texts_of(domain::Language language) {
        auto texts = i18n::Texts::load(language, VSTRECHA_BUILD_DIR "/share/vstrecha");
        if (!texts) throw std::runtime_error("no messages: build the target assets");
        return *texts;
    }
    void apply(const domain::Settings& settings) {
        if (applied_ == settings) return;
        applied_ = settings;
        headless.kit().set_theme(kiosk::kit::make_theme(settings.appearance, settings.primary_colour));
        headless.kit().set_motion(settings.motion);
        headless.kit().set_low_mode(settings.low_mode);
    }

    std::shared_ptr<const i18n::Texts> texts_[2];
    kiosk::session::View view_;
    std::optional<domain::Settings> applied_;

  public:
    DiskKiosk disk;
    support::HeadlessKit headless;
    std::vector<kiosk::session::Intent> intents;  // what the screens answered since a test cleared it
};

}  // namespace flows

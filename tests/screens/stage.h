#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/kiosk/kit/theme.h"
#include "app/kiosk/screens/draw.h"
#include "tests/screens/samples.h"
#include "tests/support/headless_kit.h"

namespace samples {

struct Size {
    float width, height;
    [[nodiscard]] std::string name() const {
        return std::to_string(static_cast<int>(width)) + "x" + std::to_string(static_cast<int>(height));
    }
};
inline constexpr Size kSizes[] = {{1280, 800}, {800, 480}, {1080, 1920}, {1920, 1080}, {800, 1280}};

[[nodiscard]] inline std::shared_ptr<const i18n::Texts> texts_of(domain::Language language) {
    auto texts = i18n::Texts::load(language, VSTRECHA_BUILD_DIR "/share/vstrecha");
    if (!texts) throw std::runtime_error("no messages: build the target assets");
    return *texts;
}

// One window with its kit, on which samples are shown one after the other. The fonts are built once.
class Stage {
  public:
    explicit Stage(Size size)
        : texts_{texts_of(domain::Language::russian), texts_of(domain::Language::english)},
          headless({.width = size.width,
                    .height = size.height,
                    .texts = texts_[0],
                    .theme = kiosk::kit::make_theme(domain::Appearance::light, {}),
                    .motion = false},
                   texts_[0]->characters() + texts_[1]->characters()) {}

    void show(const Sample& sample, domain::Language language, domain::Appearance appearance, bool low = false) {
        auto& kit = headless.kit();
        kit.set_texts(texts_[language == domain::Language::russian ? 0 : 1]);
        kit.set_theme(kiosk::kit::make_theme(appearance, {}));
        kit.set_low_mode(low);
        // Another name between: what was dragged or typed on the sample before is forgotten.
        headless.screen = "between";
        headless.draw = [](kiosk::kit::Kit&) { return false; };
        headless.settle();
        headless.screen = sample.name;
        headless.draw = [this, &sample](kiosk::kit::Kit& drawing) {
            if (sample.start) {
                // What its buttons answer is no intent of a session; any one stands for it.
                if (kiosk::screens::draw(drawing, *sample.start) != kiosk::screens::StartAnswer::none)
                    intents.push_back(kiosk::session::intent::Done{});
                return false;
            }
            kiosk::session::Intent intent = kiosk::screens::draw(drawing, sample.view);
            if (!std::holds_alternative<kiosk::session::intent::Nothing>(intent)) intents.push_back(std::move(intent));
            return false;
        };
        intents.clear();
        headless.rest();
    }

  private:
    std::shared_ptr<const i18n::Texts> texts_[2];

  public:
    support::HeadlessKit headless;
    std::vector<kiosk::session::Intent> intents;
};

}  // namespace samples

// Every widget of the kit on pictures, to be held beside the look: kit_gallery FOLDER.
#include <cstdio>
#include <filesystem>

#include "tests/support/headless_kit.h"
#include "tests/unit/kit/gallery_screens.h"
#include "tests/unit/kit/plain_texts.h"

using namespace kiosk::kit;
using namespace gallery;

int main(int argc, char** argv) {
    const std::filesystem::path folder = argc > 1 ? argv[1] : "gallery";
    std::filesystem::create_directories(folder);
    const auto texts = std::make_shared<support::PlainTexts>();
    struct Size {
        float w, h;
    };
    for (const Size size : {Size{1280, 800}, Size{800, 480}, Size{1080, 1920}}) {
        for (const auto appearance : {domain::Appearance::light, domain::Appearance::dark}) {
            KitOptions options;
            options.width = size.w;
            options.height = size.h;
            options.texts = texts;
            options.motion = false;
            options.theme = make_theme(appearance, std::nullopt);
            support::HeadlessKit kiosk(std::move(options));
            const auto save = [&](const char* name, std::function<void(Kit&)> draw) {
                kiosk.screen = name;
                kiosk.draw = [&](Kit& kit) {
                    draw(kit);
                    return false;
                };
                const std::string file = std::string(name) + (appearance == domain::Appearance::dark ? "-dark" : "") +
                                         "-" + std::to_string(static_cast<int>(size.w)) + "x" +
                                         std::to_string(static_cast<int>(size.h)) + ".png";
                if (!kiosk.save(folder / file)) std::fprintf(stderr, "cannot write %s\n", file.c_str());
                for (const TraceItem& item : kiosk.trace().items) {
                    if (!item.fits) std::fprintf(stderr, "%s: %s does not fit\n", file.c_str(), item.id.c_str());
                }
            };
            MeetingSign one, held;
            one.left = one.check_mark = true;
            held.left = held.right = held.check_mark = true;
            save("home", home);
            save("pictures", pictures);
            save("recorded", [&](Kit& kit) { recorded(kit, one); });
            save("held", [&](Kit& kit) { recorded(kit, held); });
            save("rate", rate);
            save("widgets", signs);
            save("list", list);
        }
    }
    return 0;
}

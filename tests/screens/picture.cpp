// Not a test: saves pictures of every screen, to be looked at.
//   screen_pictures FOLDER [SIZE|all] [ru|en|both] [light|dark|both] [part of a sample's name] [low]
#include <cstdio>
#include <filesystem>

#include "tests/screens/stage.h"

int main(int argc, char** argv) {
    const auto argument = [&](int i, std::string otherwise) { return argc > i ? std::string(argv[i]) : otherwise; };
    const std::string folder = argument(1, "build/screens"), sizes = argument(2, "all"), language = argument(3, "ru"),
                      look = argument(4, "light"), part = argument(5, "");
    const bool low = argument(6, "") == "low";
    std::filesystem::create_directories(folder);
    std::vector<samples::Sample> all = samples::public_samples();
    for (auto& sample : samples::curator_samples()) all.push_back(std::move(sample));
    for (const samples::Size size : samples::kSizes) {
        if (sizes != "all" && sizes != size.name()) continue;
        samples::Stage stage(size);
        for (const auto& sample : all) {
            if (sample.name.find(part) == std::string::npos) continue;
            for (const auto spoken : {domain::Language::russian, domain::Language::english})
                for (const auto appearance : {domain::Appearance::light, domain::Appearance::dark}) {
                    const std::string in = spoken == domain::Language::russian ? "ru" : "en";
                    const std::string with = appearance == domain::Appearance::light ? "light" : "dark";
                    if ((language != "both" && language != in) || (look != "both" && look != with)) continue;
                    stage.show(sample, spoken, appearance, low);
                    const std::string name = sample.name + "-" + size.name() + "-" + in + "-" + with + ".png";
                    if (!stage.headless.save(std::filesystem::path(folder) / name))
                        std::printf("not saved: %s\n", name.c_str());
                }
        }
    }
}

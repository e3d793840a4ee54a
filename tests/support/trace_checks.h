#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "app/domain/contrast.h"
#include "app/kiosk/kit/trace.h"

namespace support {

struct TraceRules {
    float width = 1280, height = 800;  // of the window
    float least_target = 72;           // pixels
    bool contrast = true;              // 4.5:1, or 3:1 for large type
};

// What is wrong with a screen, by what its widgets told of themselves: one sentence each, empty where all is well.
// Rows of a dragged list that stand half out of it may be small; what cannot be pressed may be pale.
[[nodiscard]] inline std::vector<std::string> problems_of(const kiosk::kit::Trace& trace, const TraceRules& rules) {
    using kiosk::kit::Rect;
    std::vector<std::string> problems;
    const auto say = [&](const std::string& what) { problems.push_back(trace.screen + ": " + what); };
    const auto seen_part = [](const kiosk::kit::TraceItem& item) {
        const float x = std::max(item.rect.x, item.clip.x), y = std::max(item.rect.y, item.clip.y);
        return Rect{x, y, std::min(item.rect.right(), item.clip.right()) - x,
                    std::min(item.rect.bottom(), item.clip.bottom()) - y};
    };
    std::set<std::string> ids;
    for (std::size_t i = 0; i < trace.items.size(); ++i) {
        const auto& item = trace.items[i];
        const Rect rect = seen_part(item);
        if (rect.w <= 0 || rect.h <= 0) continue;
        if (!item.id.empty() && !ids.insert(item.id).second) say(item.id + " is there twice");
        if (rect.x < 0 || rect.y < 0 || rect.right() > rules.width || rect.bottom() > rules.height)
            say(item.id + " stands out of the window");
        if (!item.fits) say(item.id + " is cut: " + item.label);
        const bool whole = rect == item.rect;
        if (item.can_be_pressed() && whole && (rect.w < rules.least_target || rect.h < rules.least_target))
            say(item.id + " is too small to press");
        if (item.can_be_pressed() && item.label.empty()) say(item.id + " has no words for speech");
        if (rules.contrast && item.style && item.enabled) {
            const bool large = item.text_pixels >= 24;  // WCAG: 18 pt, or 14 pt bold
            if (domain::contrast(item.text_rgb, item.ground_rgb) < (large ? 3.0 : 4.5))
                say(item.id + " has too little contrast: " + item.label);
        }
        if (item.kind == "list" || item.id.empty()) continue;
        for (std::size_t j = i + 1; j < trace.items.size(); ++j) {
            const auto& other = trace.items[j];
            if (other.kind == "list" || other.id.empty()) continue;
            const Rect second = seen_part(other);
            if (second.w <= 0 || second.h <= 0) continue;
            const bool apart = rect.right() <= second.x + 1 || second.right() <= rect.x + 1 ||
                               rect.bottom() <= second.y + 1 || second.bottom() <= rect.y + 1;
            if (!apart) say(item.id + " and " + other.id + " overlap");
        }
    }
    return problems;
}

}  // namespace support

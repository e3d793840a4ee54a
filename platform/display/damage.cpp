#include "platform/display/damage.h"

#include <imgui.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "platform/display/imgui_version.h"

namespace display {

namespace {

std::uint64_t mix(std::uint64_t hash, std::uint64_t value) {
    hash ^= value;
    hash *= 0x9FB21C651E98DF25ull;
    return hash ^ (hash >> 32);
}

std::uint64_t two(float a, float b) {
    return (static_cast<std::uint64_t>(std::bit_cast<std::uint32_t>(a)) << 32) | std::bit_cast<std::uint32_t>(b);
}

std::uint64_t mix(std::uint64_t hash, const ImDrawVert& v) {
    hash = mix(hash, two(v.pos.x, v.pos.y));
    hash = mix(hash, two(v.uv.x, v.uv.y));
    return mix(hash, v.col);
}

std::int16_t clamped(float value) {
    return static_cast<std::int16_t>(std::clamp(value, -32000.0f, 32000.0f));
}

}  // namespace

PixelRect around(const PixelRect& a, const PixelRect& b) {
    if (a.empty()) return b;
    if (b.empty()) return a;
    return {std::min(a.x0, b.x0), std::min(a.y0, b.y0), std::max(a.x1, b.x1), std::max(a.y1, b.y1)};
}

void RectSet::add(PixelRect rect) {
    if (rect.empty()) return;
    // One that lies in another, or so near that one rectangle around both costs little more, joins it.
    constexpr long long kCheap = 4096;
    for (std::size_t i = 0; i < rects_.size();) {
        const PixelRect joined = around(rects_[i], rect);
        if (joined.area() <= rects_[i].area() + rect.area() + kCheap) {
            if (joined == rects_[i]) return;
            rect = joined;
            rects_[i] = rects_.back();
            rects_.pop_back();
            i = 0;
        } else {
            ++i;
        }
    }
    rects_.push_back(rect);
    while (rects_.size() > 4 * most_) rects_ = RectSet(*this).take();
}

std::vector<PixelRect> RectSet::take() {
    while (rects_.size() > most_) {
        std::size_t best_a = 0, best_b = 1;
        long long least = std::numeric_limits<long long>::max();
        for (std::size_t a = 0; a < rects_.size(); ++a) {
            for (std::size_t b = a + 1; b < rects_.size(); ++b) {
                const long long grown = around(rects_[a], rects_[b]).area() - rects_[a].area() - rects_[b].area();
                if (grown < least) {
                    least = grown;
                    best_a = a;
                    best_b = b;
                }
            }
        }
        const PixelRect joined = around(rects_[best_a], rects_[best_b]);
        rects_.erase(rects_.begin() + static_cast<std::ptrdiff_t>(best_b));
        rects_.erase(rects_.begin() + static_cast<std::ptrdiff_t>(best_a));
        add(joined);
    }
    return rects_;
}

void DamageTracker::read(const ImDrawData& data) {
    next_.clear();
    next_.reserve(static_cast<std::size_t>(data.TotalIdxCount) / 3);
    for (int n = 0; n < data.CmdListsCount; ++n) {
        const ImDrawList& list = *data.CmdLists[n];
        for (const ImDrawCmd& command : list.CmdBuffer) {
            std::uint64_t start = mix(0x2545F4914F6CDD1Dull, two(command.ClipRect.x, command.ClipRect.y));
            start = mix(start, two(command.ClipRect.z, command.ClipRect.w));
            start = mix(start, static_cast<std::uint64_t>(texture_number(command.GetTexID())));
            const ImDrawIdx* index = list.IdxBuffer.Data + command.IdxOffset;
            const ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
            for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
                const ImDrawVert &a = vertices[index[i]], &b = vertices[index[i + 1]], &c = vertices[index[i + 2]];
                const float left = std::max(std::min({a.pos.x, b.pos.x, c.pos.x}), command.ClipRect.x);
                const float top = std::max(std::min({a.pos.y, b.pos.y, c.pos.y}), command.ClipRect.y);
                const float right = std::min(std::max({a.pos.x, b.pos.x, c.pos.x}), command.ClipRect.z);
                const float bottom = std::min(std::max({a.pos.y, b.pos.y, c.pos.y}), command.ClipRect.w);
                if (left >= right || top >= bottom) continue;
                next_.push_back({mix(mix(mix(start, a), b), c), clamped(std::floor(left)), clamped(std::floor(top)),
                                 clamped(std::ceil(right)), clamped(std::ceil(bottom))});
            }
        }
    }
}

std::vector<PixelRect> DamageTracker::changed(const ImDrawData& data, std::uint32_t paper) {
    const PixelRect whole{0, 0, static_cast<int>(data.DisplaySize.x), static_cast<int>(data.DisplaySize.y)};
    read(data);
    const bool all = !known_ || paper != paper_;
    known_ = true;
    paper_ = paper;
    if (all) {
        std::swap(last_, next_);
        return {whole};
    }

    // Nearly always, frames are the same at both ends.
    std::size_t begin = 0;
    while (begin < last_.size() && begin < next_.size() && last_[begin].hash == next_[begin].hash) ++begin;
    std::size_t old_end = last_.size(), new_end = next_.size();
    while (old_end > begin && new_end > begin && last_[old_end - 1].hash == next_[new_end - 1].hash) {
        --old_end;
        --new_end;
    }

    RectSet damage(kMostRects);
    const auto add = [&](const Triangle& t) {
        damage.add({std::max<int>(t.x0, 0), std::max<int>(t.y0, 0), std::min<int>(t.x1, whole.x1),
                    std::min<int>(t.y1, whole.y1)});
    };
    if (begin < old_end || begin < new_end) {
        std::unordered_map<std::uint64_t, int> in_new, in_old;
        for (std::size_t i = begin; i < new_end; ++i) ++in_new[next_[i].hash];
        for (std::size_t i = begin; i < old_end; ++i) ++in_old[last_[i].hash];
        std::vector<std::uint64_t> kept_old, kept_new;
        for (std::size_t i = begin; i < old_end; ++i) {
            auto found = in_new.find(last_[i].hash);
            if (found == in_new.end() || found->second == 0) {
                add(last_[i]);
            } else {
                --found->second;
                kept_old.push_back(last_[i].hash);
            }
        }
        for (std::size_t i = begin; i < new_end; ++i) {
            auto found = in_old.find(next_[i].hash);
            if (found == in_old.end() || found->second == 0) {
                add(next_[i]);
            } else {
                --found->second;
                kept_new.push_back(next_[i].hash);
            }
        }
        // What was kept but lies over one another in a new order may look different.
        if (kept_old != kept_new) {
            for (std::size_t i = begin; i < old_end; ++i) add(last_[i]);
        }
    }
    std::swap(last_, next_);
    return damage.take();
}

}  // namespace display

#include "app/kiosk/kit/text_layout.h"

#include <algorithm>

namespace kiosk::kit {

namespace {

// A piece that is never broken: a word, or the part of one up to and with its hyphen. `gap`: a space stands before it.
struct Piece {
    std::size_t begin = 0, end = 0;
    bool gap = false;
    bool new_line = false;
};

std::vector<Piece> words_of(std::string_view text) {
    std::vector<Piece> pieces;
    std::size_t i = 0;
    bool new_line = false, gap = false;
    while (i < text.size()) {
        if (text[i] == ' ' || text[i] == '\n') {
            new_line = new_line || text[i] == '\n';
            gap = true;
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && text[end] != ' ' && text[end] != '\n') ++end;
        pieces.push_back({i, end, gap && !pieces.empty(), new_line && !pieces.empty()});
        gap = new_line = false;
        i = end;
    }
    return pieces;
}

// Cuts what is wider than a line: behind its hyphens, or at any character when `anywhere`.
std::vector<Piece> cut(const std::vector<Piece>& pieces, std::string_view text, float width, float pixels,
                       const Measure& measure, bool anywhere) {
    std::vector<Piece> out;
    for (const Piece& piece : pieces) {
        if (measure(text.substr(piece.begin, piece.end - piece.begin), pixels) <= width) {
            out.push_back(piece);
            continue;
        }
        std::size_t begin = piece.begin;
        bool first = true;
        const auto push = [&](std::size_t end) {
            out.push_back({begin, end, first && piece.gap, first && piece.new_line});
            begin = end;
            first = false;
        };
        for (std::size_t i = piece.begin; i < piece.end;) {
            std::size_t after = i + 1;
            while (after < piece.end && (static_cast<unsigned char>(text[after]) & 0xC0) == 0x80) ++after;
            const bool too_wide = anywhere && i > begin && measure(text.substr(begin, after - begin), pixels) > width;
            if (too_wide) push(i);
            if (!anywhere && text[i] == '-' && i > piece.begin && after < piece.end) push(after);
            i = after;
        }
        push(piece.end);
    }
    return out;
}

std::vector<LaidLine> fill(const std::vector<Piece>& pieces, std::string_view text, float width, float pixels,
                           const Measure& measure) {
    std::vector<LaidLine> lines;
    std::size_t begin = 0, end = 0;
    bool open = false;
    const auto close = [&] {
        const std::string_view words = text.substr(begin, end - begin);
        lines.push_back({words, measure(words, pixels)});
    };
    for (const Piece& piece : pieces) {
        const bool fits = open && !piece.new_line && measure(text.substr(begin, piece.end - begin), pixels) <= width;
        if (open && !fits) close();
        if (!open || !fits) begin = piece.begin;
        end = piece.end;
        open = true;
    }
    if (open) close();
    return lines;
}

float widest(const std::vector<LaidLine>& lines) {
    float width = 0;
    for (const LaidLine& line : lines) width = std::max(width, line.width);
    return width;
}

std::vector<LaidLine> balance(const std::vector<Piece>& pieces, std::string_view text, std::vector<LaidLine> lines,
                              float width, float pixels, const Measure& measure) {
    float low = width / 3, high = widest(lines);
    for (int i = 0; i < 7; ++i) {
        const float middle = (low + high) / 2;
        auto tried = fill(pieces, text, middle, pixels, measure);
        if (tried.size() == lines.size() && widest(tried) <= width) {
            lines = std::move(tried);
            high = middle;
        } else {
            low = middle;
        }
    }
    return lines;
}

constexpr float kSlack = 0.75f;  // of a pixel: what rounding may stand out

}  // namespace

LaidText lay_out(std::string_view words, const LayoutRequest& request, const Measure& measure) {
    LaidText laid;
    const auto pieces = words_of(words);
    const float width = request.width + kSlack;
    const auto finish = [&](std::vector<LaidLine> lines, float pixels) {
        laid.lines = std::move(lines);
        laid.pixels = pixels;
        laid.line_height = pixels * request.line_ratio;
        laid.width = widest(laid.lines);
        laid.height = laid.line_height * static_cast<float>(laid.lines.size());
    };
    float pixels = request.pixels;
    for (;; ++laid.steps) {
        const bool last = pixels * kShrinkStep < request.least;
        // A word breaks behind a hyphen only once one step of shrinking did not help.
        const bool may_cut = laid.steps >= 1 || last;
        auto used = may_cut ? cut(pieces, words, width, pixels, measure, false) : pieces;
        auto lines = fill(used, words, width, pixels, measure);
        const float height = static_cast<float>(lines.size()) * pixels * request.line_ratio;
        const bool fits = widest(lines) <= width && (request.height <= 0 || height <= request.height + kSlack);
        if (!fits && !last) {
            pixels *= kShrinkStep;
            continue;
        }
        if (!fits) {
            laid.fits = false;
            used = cut(pieces, words, width, pixels, measure, true);
            lines = fill(used, words, width, pixels, measure);
        } else if (request.balanced && lines.size() > 1) {
            lines = balance(used, words, std::move(lines), width, pixels, measure);
        }
        finish(std::move(lines), pixels);
        return laid;
    }
}

}  // namespace kiosk::kit

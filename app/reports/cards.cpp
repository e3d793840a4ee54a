#include "app/reports/cards.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

#include "app/qr_code/qr_code.h"
#include "app/reports/pictures.h"

namespace reports {
namespace {

// Points of PDF. A4, and a margin that every printer can do without.
constexpr double kMillimetre = 72.0 / 25.4;
constexpr double kPageWidth = 210 * kMillimetre, kPageHeight = 297 * kMillimetre;
constexpr double kMargin = 8 * kMillimetre;
constexpr int kColumns = 2, kRows = kCardsPerPage / kColumns;
constexpr double kCardWidth = (kPageWidth - 2 * kMargin) / kColumns;
constexpr double kCardHeight = (kPageHeight - 2 * kMargin) / kRows;
constexpr double kInside = 5 * kMillimetre;
constexpr double kQrSide = 27 * kMillimetre;
constexpr double kPictureSide = 17.5 * kMillimetre;

constexpr std::array<double, 3> kInk = {0x17 / 255.0, 0x22 / 255.0, 0x3B / 255.0};
constexpr std::array<double, 3> kSecondInk = {0x56 / 255.0, 0x60 / 255.0, 0x7A / 255.0};
constexpr std::array<double, 3> kLine = {0.72, 0.70, 0.66};

void colour(cairo_t* c, const std::array<double, 3>& rgb) { cairo_set_source_rgb(c, rgb[0], rgb[1], rgb[2]); }

struct ObjectDeleter {
    void operator()(void* object) const { g_object_unref(object); }
};

// One paragraph; shrinks to fit the width and `lines` lines, to 60 % at the least, and is cut with an ellipsis only then.
// Returns the height that it took.
double words(cairo_t* c, const std::string& text, double x, double y, double width, double size, PangoWeight weight,
             const std::array<double, 3>& ink, int lines, PangoAlignment align = PANGO_ALIGN_LEFT) {
    if (text.empty()) return 0;
    const std::unique_ptr<PangoLayout, ObjectDeleter> layout(pango_cairo_create_layout(c));
    pango_layout_set_text(layout.get(), text.c_str(), static_cast<int>(text.size()));
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD);
    pango_layout_set_alignment(layout.get(), align);
    PangoFontDescription* font = pango_font_description_from_string("Inter, sans-serif");
    pango_font_description_set_weight(font, weight);
    for (double scale = 1.0; scale > 0.59; scale -= 0.05) {
        pango_font_description_set_absolute_size(font, size * scale * PANGO_SCALE);
        pango_layout_set_font_description(layout.get(), font);
        PangoRectangle drawn{};
        pango_layout_get_pixel_extents(layout.get(), nullptr, &drawn);
        if (pango_layout_get_line_count(layout.get()) <= lines && drawn.width <= std::ceil(width)) break;
    }
    pango_font_description_free(font);
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_height(layout.get(), -lines);
    pango_layout_set_ellipsize(layout.get(), PANGO_ELLIPSIZE_END);
    colour(c, ink);
    cairo_move_to(c, x, y);
    pango_cairo_show_layout(c, layout.get());
    PangoRectangle extents{};
    pango_layout_get_pixel_extents(layout.get(), nullptr, &extents);
    return extents.height;
}

bool qr(cairo_t* c, const std::string& digits, double x, double y, double side) {
    const auto code = qr_code::encode(digits);
    if (!code) return false;
    const double module = side / code->size;
    cairo_new_path(c);
    for (int row = 0; row < code->size; ++row) {
        for (int column = 0; column < code->size; ++column) {
            if (code->is_dark(column, row)) cairo_rectangle(c, x + column * module, y + row * module, module, module);
        }
    }
    cairo_set_antialias(c, CAIRO_ANTIALIAS_NONE);
    cairo_set_source_rgb(c, 0, 0, 0);
    cairo_fill(c);
    cairo_set_antialias(c, CAIRO_ANTIALIAS_DEFAULT);
    return true;
}

void cut_lines(cairo_t* c) {
    const std::array<double, 2> dash = {3, 3};
    cairo_set_dash(c, dash.data(), 2, 0);
    cairo_set_line_width(c, 0.5);
    colour(c, kLine);
    for (int i = 0; i <= kColumns; ++i) {
        const double x = kMargin + i * kCardWidth;
        cairo_move_to(c, x, 0);
        cairo_line_to(c, x, kPageHeight);
    }
    for (int i = 0; i <= kRows; ++i) {
        const double y = kMargin + i * kCardHeight;
        cairo_move_to(c, 0, y);
        cairo_line_to(c, kPageWidth, y);
    }
    cairo_stroke(c);
    cairo_set_dash(c, nullptr, 0, 0);
}

bool draw_card(cairo_t* c, const Card& card, const CardSheet& sheet, double left, double top, const i18n::Texts& texts) {
    const double x = left + kInside, width = kCardWidth - 2 * kInside;
    const double text_width = width - kQrSide - kInside;
    double y = top + kInside;
    // The heading keeps clear of the QR's quiet zone on its right.
    y += words(c, sheet.school, x, y, text_width, 8, PANGO_WEIGHT_MEDIUM, kSecondInk, 2);
    y += words(c, sheet.programme, x, y, text_width, 8, PANGO_WEIGHT_MEDIUM, kSecondInk, 1);
    y += 1.6 * kMillimetre;
    y += words(c, card.name.surname, x, y, text_width, 16, PANGO_WEIGHT_BOLD, kInk, 1);
    std::string given = card.name.given;
    if (!card.name.patronymic.empty()) given += " " + card.name.patronymic;
    y += words(c, given, x, y, text_width, 11, PANGO_WEIGHT_MEDIUM, kInk, 2);
    y += 0.8 * kMillimetre;
    words(c, card.class_line, x, y, text_width, 16, PANGO_WEIGHT_BOLD, kInk, 1);

    const double qr_x = left + kCardWidth - kInside - kQrSide, qr_y = top + kInside;
    if (!qr(c, card.digits, qr_x, qr_y, kQrSide)) return false;
    words(c, card.digits, qr_x - kInside, qr_y + kQrSide + 4.5 * kMillimetre, kQrSide + 2 * kInside, 7.5,
          PANGO_WEIGHT_MEDIUM, kSecondInk, 1, PANGO_ALIGN_CENTER);

    const double pictures_y = top + kCardHeight - kInside - kPictureSide;
    words(c, texts.text("My three pictures:"), x, pictures_y - 4.6 * kMillimetre, text_width, 8, PANGO_WEIGHT_MEDIUM,
          kSecondInk, 1);
    for (std::size_t i = 0; i < card.pictures.size(); ++i) {
        const double left_of = x + static_cast<double>(i) * (kPictureSide + 5.5 * kMillimetre);
        cairo_save(c);
        cairo_translate(c, left_of, pictures_y);
        cairo_set_line_width(c, 1);
        colour(c, kLine);
        const double radius = 3 * kMillimetre, s = kPictureSide;
        cairo_new_path(c);
        cairo_arc(c, s - radius, radius, radius, -M_PI / 2, 0);
        cairo_arc(c, s - radius, s - radius, radius, 0, M_PI / 2);
        cairo_arc(c, radius, s - radius, radius, M_PI / 2, M_PI);
        cairo_arc(c, radius, radius, radius, M_PI, 3 * M_PI / 2);
        cairo_close_path(c);
        cairo_stroke(c);
        // The middle 62 of the picture's 100 carry it: on paper it may fill its frame more than on the screen.
        constexpr double kZoom = 1.3;
        cairo_translate(c, s / 2, s / 2);
        cairo_scale(c, s / 100 * kZoom, s / 100 * kZoom);
        cairo_translate(c, -50, -50);
        draw_picture(c, card.pictures[i]);
        cairo_restore(c);
        if (i + 1 < card.pictures.size()) {
            words(c, "›", left_of + kPictureSide, pictures_y + kPictureSide / 2 - 9, 5.5 * kMillimetre, 14,
                  PANGO_WEIGHT_BOLD, kSecondInk, 1, PANGO_ALIGN_CENTER);
        }
    }
    return true;
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
    auto& bytes = *static_cast<base::Bytes*>(closure);
    bytes.insert(bytes.end(), data, data + length);
    return CAIRO_STATUS_SUCCESS;
}

}  // namespace

std::vector<Card> cards_of(const domain::Roster& roster, const std::optional<domain::ClassName>& only,
                           const i18n::Texts& texts) {
    std::vector<const domain::Person*> people;
    for (const auto& person : roster.people) {
        if (person.consent && (!only || person.class_name == only)) people.push_back(&person);
    }
    std::sort(people.begin(), people.end(), [&](const domain::Person* a, const domain::Person* b) {
        if (a->class_name.has_value() != b->class_name.has_value()) return a->class_name.has_value();
        if (a->class_name != b->class_name) return *a->class_name < *b->class_name;
        const int order = texts.compare(domain::full(a->name), domain::full(b->name));
        return order != 0 ? order < 0 : a->id < b->id;
    });
    std::vector<Card> cards;
    cards.reserve(people.size());
    for (const auto* person : people) {
        cards.push_back({person->name, person->class_name ? domain::display(*person->class_name) : texts.text("Teacher"),
                         person->pictures, person->cards.empty() ? person->code : person->cards.front()});
    }
    return cards;
}

base::Result<base::Bytes, CardsError> cards_pdf(const std::vector<Card>& cards, const CardSheet& sheet,
                                                const i18n::Texts& texts) {
    base::Bytes bytes;
    cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(append, &bytes, kPageWidth, kPageHeight);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, texts.text("Cards").c_str());
    cairo_t* c = cairo_create(surface);
    bool encoded = true;
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const int place = static_cast<int>(i) % kCardsPerPage;
        if (place == 0) cut_lines(c);
        encoded = draw_card(c, cards[i], sheet, kMargin + (place % kColumns) * kCardWidth,
                            kMargin + (place / kColumns) * kCardHeight, texts) && encoded;
        if (place == kCardsPerPage - 1 || i + 1 == cards.size()) cairo_show_page(c);
    }
    cairo_destroy(c);
    cairo_surface_finish(surface);
    const bool drawn = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    if (!encoded) return base::failure(CardsError::cannot_encode);
    if (!drawn) return base::failure(CardsError::cannot_draw);
    return bytes;
}

std::string picture_name(int picture, const i18n::Texts& texts) {
    switch (picture) {
        case 0: return texts.text("kite");
        case 1: return texts.text("fish");
        case 2: return texts.text("sun");
        case 3: return texts.text("tree");
        case 4: return texts.text("key");
        case 5: return texts.text("mug");
        case 6: return texts.text("boat");
        case 7: return texts.text("star");
        case 8: return texts.text("house");
        case 9: return texts.text("leaf");
        case 10: return texts.text("ball");
        case 11: return texts.text("bell");
        default: return {};
    }
}

}  // namespace reports

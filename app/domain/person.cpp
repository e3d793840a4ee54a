#include "app/domain/person.h"

#include <string_view>

namespace domain {

namespace {

// The bytes of the first character of UTF-8 text; 0 for none.
std::size_t first_character(std::string_view text) {
    if (text.empty()) return 0;
    std::size_t size = 1;
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) ++size;
    return size;
}

void append_word(std::string& to, std::string_view word) {
    if (word.empty()) return;
    if (!to.empty()) to += ' ';
    to += word;
}

}  // namespace

std::string full(const FullName& name) {
    std::string text;
    append_word(text, name.surname);
    append_word(text, name.given);
    append_word(text, name.patronymic);
    return text;
}

std::string short_form(const FullName& name) {
    if (name.given.empty()) return name.surname;
    std::string text = name.given;
    if (const std::size_t size = first_character(name.surname)) {
        append_word(text, std::string_view(name.surname).substr(0, size));
        text += '.';
    }
    return text;
}

std::string display(const ClassName& name) {
    std::string text = std::to_string(name.grade);
    if (first_character(name.letter) < name.letter.size()) text += '-';
    return text + name.letter;
}

}  // namespace domain

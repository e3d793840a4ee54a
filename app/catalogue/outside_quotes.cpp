#include "app/catalogue/outside_quotes.h"

#include <algorithm>

namespace catalogue {

namespace {

// Goes through a document by its quotes and comments.
class Walk {
  public:
    explicit Walk(std::string_view toml) : left_(toml) {
        if (left_.starts_with("\xEF\xBB\xBF")) left_.remove_prefix(3);
    }

    std::optional<Stray> run() {
        while (!left_.empty() && !stray_) {
            if (left_.starts_with("\"\"\"") || left_.starts_with("'''"))
                quoted(left_.substr(0, 3));
            else if (left_.front() == '"' || left_.front() == '\'')
                quoted(left_.substr(0, 1));
            else if (left_.front() == '#')
                comment();
            else
                plain();
        }
        return stray_;
    }

  private:
    void take(std::size_t count) {
        for (const char letter : left_.substr(0, count)) {
            line_ += letter == '\n' ? 1 : 0;
            before_ = letter;
        }
        left_.remove_prefix(std::min(count, left_.size()));
    }
    // toml++ reads a number on into quotes that stand right behind it.
    [[nodiscard]] bool may_begin_here() const {
        return std::string_view{" \t\r\n=,.[{"}.find(before_) != std::string_view::npos;
    }
    void plain() {
        if (static_cast<unsigned char>(left_.front()) >= 0x80)
            stray_ = Stray{line_, "letters that are not Latin must stand in quotes"};
        take(1);
    }
    void comment() { take(std::min(left_.find('\n'), left_.size())); }
    void quoted(std::string_view quote) {
        if (!may_begin_here()) {
            stray_ = Stray{line_, "a quote stands right behind something that is none"};
            return;
        }
        const bool has_escapes = quote.front() == '"', is_long = quote.size() == 3;
        take(quote.size());
        while (!left_.empty() && !left_.starts_with(quote)) {
            if (!is_long && left_.front() == '\n') return;  // it was not closed: toml++ says so
            if (has_escapes && left_.front() == '\\') {
                const auto behind = left_.find_first_not_of(" \t\r", 1);
                if (is_long && behind != std::string_view::npos && left_[behind] == '\n')
                    stray_ =
                        Stray{line_, "a backslash at the end of a line is not read here: write the text in one line"};
                take(2);
            } else {
                take(1);
            }
        }
        take(quote.size());
    }

    std::string_view left_;
    char before_ = '\n';  // what was gone over last
    int line_ = 1;
    std::optional<Stray> stray_;
};

}  // namespace

std::optional<Stray> find_stray(std::string_view toml) {
    return Walk{toml}.run();
}

}  // namespace catalogue

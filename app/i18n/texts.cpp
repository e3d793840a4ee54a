#include "app/i18n/texts.h"

#include <fmt/format.h>

#include <mutex>
#include <set>

#include "app/i18n/calendar_names.h"
#include "app/i18n/collation.h"
#include "app/i18n/messages.h"
#include "platform/base/utf8.h"

namespace i18n {
namespace {

constexpr std::string_view kNoBreakSpace = "\u00A0";
// What names, numbers, dates and free text of a school can bring beside the catalogue's own words.
constexpr std::string_view kEnglishExtra = "«»“”„‘’–—…№·×•‹›←→\u00A0";
constexpr char32_t kFirstPrintable = 0x20, kLastAscii = 0x7E;

std::string fill(std::string_view sentence, Arguments arguments, std::string_view n = {}) {
    std::string out;
    out.reserve(sentence.size() + 16);
    while (!sentence.empty()) {
        const auto open = sentence.find('{');
        const auto close = open == std::string_view::npos ? open : sentence.find('}', open);
        if (close == std::string_view::npos) break;
        out += sentence.substr(0, open);
        const auto name = sentence.substr(open + 1, close - open - 1);
        const std::string_view* value = nullptr;
        if (name == "n" && !n.empty()) value = &n;
        for (const auto& argument : arguments) {
            if (argument.first == name) value = &argument.second;
        }
        // An unknown name stays visible: a mistake of ours, and better seen than swallowed.
        out += value ? *value : sentence.substr(open, close - open + 1);
        sentence.remove_prefix(close + 1);
    }
    out += sentence;
    return out;
}

void collect(std::string_view text, std::set<char32_t>& into) {
    while (!text.empty()) {
        const char32_t code = base::take_code_point(text);
        if (code >= kFirstPrintable && code != 0x7F) into.insert(code);
    }
}

// Thousands apart: no-break spaces in Russian, commas in English. ICU's number formatter costs a millisecond to build for
// what is a loop here.
std::string grouped(long long n, std::string_view separator) {
    const bool negative = n < 0;
    const auto digits = fmt::format("{}", negative ? 0ULL - static_cast<unsigned long long>(n)
                                                   : static_cast<unsigned long long>(n));
    std::string out = negative ? "−" : "";
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) out += separator;
        out += digits[i];
    }
    return out;
}

class LoadedTexts final : public Texts {
  public:
    LoadedTexts(domain::Language language, std::unique_ptr<const Messages> messages)
        : language_(language), messages_(std::move(messages)) {}

    domain::Language language() const override { return language_; }

    std::string text(std::string_view id, Arguments arguments) const override {
        return fill(translated("", id), arguments);
    }
    std::string in_context(std::string_view context, std::string_view id, Arguments arguments) const override {
        return fill(translated(context, id), arguments);
    }
    std::string plural(std::string_view one, std::string_view many, long long n, Arguments arguments) const override {
        const char* found = messages_ && language_ == domain::Language::russian
                                ? messages_->find_plural(std::string(one), n)
                                : nullptr;
        const std::string_view own = n == 1 || n == -1 ? one : many;
        return fill(found != nullptr ? std::string_view(found) : own, arguments, number(n));
    }

    std::string time(domain::LocalTime time) const override {
        const auto minute = domain::minute_of_day(time).count();
        return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
    }
    std::string weekday_and_date(domain::LocalDate date) const override {
        const std::chrono::weekday weekday{std::chrono::local_days{date}};
        return fmt::format("{}, {}", names().weekdays[weekday.c_encoding()], day_and_month(date));
    }
    std::string day_and_month(domain::LocalDate date) const override {
        return fmt::format("{} {}", static_cast<unsigned>(date.day()),
                           names().months[static_cast<unsigned>(date.month()) - 1]);
    }
    std::string date(domain::LocalDate date) const override {
        const char* form = language_ == domain::Language::russian ? "{:02}.{:02}.{}" : "{:02}/{:02}/{}";
        return fmt::format(fmt::runtime(form), static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                           static_cast<int>(date.year()));
    }
    std::string number(long long n) const override {
        return grouped(n, language_ == domain::Language::russian ? kNoBreakSpace : ",");
    }

    int compare(std::string_view a, std::string_view b) const override {
        std::call_once(collation_once_, [this] { collation_ = Collation::load(language_); });
        return collation_->compare(a, b);
    }

    std::u32string characters() const override {
        std::set<char32_t> all;
        for (char32_t code = kFirstPrintable; code <= kLastAscii; ++code) all.insert(code);
        collect(kEnglishExtra, all);
        collect("−", all);
        if (messages_) {
            collect(language_ == domain::Language::russian ? messages_->all_translations() : messages_->all_ids(), all);
        }
        if (language_ == domain::Language::russian) {
            for (char32_t code = U'А'; code <= U'я'; ++code) all.insert(code);
            all.insert({U'Ё', U'ё'});
        }
        for (const auto& name : names().months) collect(name, all);
        for (const auto& name : names().weekdays) collect(name, all);
        return {all.begin(), all.end()};
    }

  private:
    std::string translated(std::string_view context, std::string_view id) const {
        if (language_ == domain::Language::russian && messages_) {
            if (const char* found = messages_->find(std::string(context), std::string(id))) return found;
        }
        return std::string(id);
    }
    // ICU's data is opened when the first date is written, not while the program starts.
    const CalendarNames& names() const {
        std::call_once(names_once_, [this] { names_ = calendar_names(language_); });
        return names_;
    }

    domain::Language language_;
    std::unique_ptr<const Messages> messages_;  // for English only the ids of the Russian one, where there is a file
    mutable std::once_flag names_once_, collation_once_;
    mutable CalendarNames names_;
    mutable std::unique_ptr<const Collation> collation_;
};

}  // namespace

base::Result<std::shared_ptr<const Texts>, TextsError> Texts::load(domain::Language language,
                                                                   const std::filesystem::path& assets) {
    auto messages = Messages::load("ru", assets);
    if (!messages && language == domain::Language::russian) return base::failure(messages.error());
    return std::make_shared<const LoadedTexts>(language, messages ? std::move(*messages) : nullptr);
}

}  // namespace i18n

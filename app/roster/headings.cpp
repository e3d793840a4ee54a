#include "app/roster/headings.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "app/roster/text.h"

namespace roster {

namespace {

// The words of one heading, folded.
class Words {
  public:
    explicit Words(std::string_view heading) : text_(fold_words(heading)) {
        std::size_t at = 0;
        while (at < text_.size()) {
            const std::size_t end = std::min(text_.find(' ', at), text_.size());
            words_.push_back(std::string_view(text_).substr(at, end - at));
            at = end + 1;
        }
    }
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    [[nodiscard]] bool empty() const { return words_.empty(); }
    [[nodiscard]] bool is(std::initializer_list<std::string_view> texts) const {
        return std::find(texts.begin(), texts.end(), text_) != texts.end();
    }
    // A word that begins so.
    [[nodiscard]] bool stem(std::initializer_list<std::string_view> stems) const {
        return std::any_of(words_.begin(), words_.end(), [&](std::string_view word) {
            return std::any_of(stems.begin(), stems.end(), [&](std::string_view s) { return word.starts_with(s); });
        });
    }
    [[nodiscard]] bool word(std::initializer_list<std::string_view> words) const {
        return std::any_of(words_.begin(), words_.end(), [&](std::string_view word) {
            return std::find(words.begin(), words.end(), word) != words.end();
        });
    }
    [[nodiscard]] bool first(std::initializer_list<std::string_view> words) const {
        return !words_.empty() && std::find(words.begin(), words.end(), words_.front()) != words.end();
    }
    // No word that does not begin so.
    [[nodiscard]] bool only(std::initializer_list<std::string_view> stems) const {
        return std::all_of(words_.begin(), words_.end(), [&](std::string_view word) {
            return std::any_of(stems.begin(), stems.end(), [&](std::string_view s) { return word.starts_with(s); });
        });
    }

  private:
    std::string text_;
    std::vector<std::string_view> words_;
};

bool is_birth(const Words& words) {
    return (words.stem({"рожден"}) && !words.stem({"мест", "год", "свидетельств"})) ||
           words.is({"др", "д р", "дата р", "дата рожд"}) || (words.word({"рожд"}) && words.word({"дата"}));
}

std::optional<Field> field_of_side(const Words& words, Field name, Field class_name, Field birth_date) {
    if (is_birth(words)) return birth_date;
    if (words.stem({"класс", "параллел"}) && !words.stem({"руковод"})) return class_name;
    if (words.only({"фио", "ф", "и", "о", "фамилия", "имя", "отчество", "наставник", "наставляем", "подопечн", "ученик",
                    "учащ", "обучающ", "педагог", "учитель", "полное", "полностью", "школьник"})) {
        // Three columns for a mentor's name are not known from any file yet: only the whole name is taken.
        if ((words.word({"имя"}) || words.word({"отчество"})) && !words.word({"фамилия"}) && !words.word({"полное"}))
            return std::nullopt;
        return name;
    }
    return std::nullopt;
}

std::optional<Field> person_field(const Words& words) {
    if (words.is({"фамилия"}) ||
        (words.word({"фамилия"}) && words.only({"фамилия", "учени", "учащ", "обучающ", "педагог", "участник"}))) {
        return Field::surname;
    }
    if (words.is({"имя"}) ||
        (words.first({"имя"}) && words.only({"имя", "учени", "учащ", "обучающ", "педагог", "участник"})))
        return Field::given;
    if (words.first({"отчество"})) return Field::patronymic;
    if (words.word({"фио"}) || words.is({"ф и о"}) || (words.word({"фамилия"}) && words.word({"имя"})) ||
        (words.first({"ф"}) && words.word({"и"}) && words.word({"о"}))) {
        return words.stem({"родител", "представител", "руковод", "законн"}) ? std::nullopt : std::optional(Field::name);
    }
    if (words.is({"полное имя"})) return Field::name;
    if (words.only({"учащ", "обучающ", "ученик", "ученица", "школьник", "педагог", "учител", "сотрудник", "участник",
                    "и", "или", "список", "программы", "ребенок", "воспитанник", "держател", "владел", "карт"}) &&
        words.stem({"учащ", "обучающ", "ученик", "школьник", "педагог", "учител", "сотрудник", "участник", "ребенок",
                    "воспитанник", "держател", "владел"})) {
        return Field::name;
    }
    return std::nullopt;
}

std::optional<Field> meeting_field(const Words& words) {
    const bool is_time = words.stem({"врем", "час"});
    if (words.stem({"начал"}) && !words.stem({"дата"}))
        return words.stem({"окончан", "конец", "конч"}) ? Field::time_range : Field::starts;
    if ((words.stem({"окончан", "конец", "конц", "заверш"})) && !words.stem({"дата"})) return Field::ends;
    if (words.stem({"продолжит", "длительн"})) return Field::duration;
    if (is_time && words.only({"врем", "встреч", "проведен", "занят", "час", "и", "с", "по", "до"}))
        return Field::time_range;
    if (words.first({"дата"}) && words.only({"дата", "встреч", "проведен", "занят", "план", "и", "числ"}))
        return Field::date;
    if (words.is({"число", "день встречи"})) return Field::date;
    if ((words.stem({"место", "кабинет", "аудитор", "помещен"}) || words.word({"каб"})) &&
        !words.stem({"работ", "учеб", "рожд", "житель"})) {
        return Field::place;
    }
    if (words.first({"вид", "тип", "этап"}) && words.only({"вид", "тип", "этап", "встреч", "занят"}))
        return Field::kind;
    if (words.first({"тема", "темы", "содержание", "повестка"})) return Field::topic;
    return std::nullopt;
}

bool enough_for(const Headings& h, Content content) {
    const bool named = h.has(Field::name) || (h.has(Field::surname) && h.has(Field::given));
    switch (content) {
        case Content::groups:
            return h.has(Field::mentor) && h.has(Field::mentee);
        case Content::meetings:
            return h.has(Field::group_number) && h.has(Field::date) &&
                   (h.has(Field::starts) || h.has(Field::time_range));
        case Content::cards:
            return named && h.has(Field::card) && !h.has(Field::birth_date) && !h.has(Field::consent_date) &&
                   !h.has(Field::category);
        case Content::people:
            return named && (h.has(Field::class_name) || h.has(Field::grade) || h.has(Field::birth_date) ||
                             h.has(Field::category) || h.has(Field::consent_date));
        case Content::unknown:
            break;
    }
    return false;
}

std::optional<Headings> recognise(std::vector<std::string> texts) {
    Headings headings;
    headings.column.fill(-1);
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].size() > 300) continue;  // a title or a note, no heading
        const auto field = field_of_heading(texts[i]);
        if (!field) continue;
        int& column = headings.column[static_cast<std::size_t>(*field)];
        if (column < 0)
            column = static_cast<int>(i);
        else
            headings.repeated.push_back(static_cast<int>(i));
    }
    headings.texts = std::move(texts);
    // «Наставник» and «Ученик»: a pupil beside a mentor is the mentee.
    auto move_field = [&](Field from, Field to) {
        int& target = headings.column[static_cast<std::size_t>(to)];
        int& source = headings.column[static_cast<std::size_t>(from)];
        if (target < 0) std::swap(target, source);
    };
    if (headings.has(Field::mentor) && !headings.has(Field::mentee) && headings.has(Field::name)) {
        move_field(Field::name, Field::mentee);
    }
    if (headings.has(Field::mentor) && headings.has(Field::mentee)) {
        move_field(Field::class_name, Field::mentee_class);
        move_field(Field::birth_date, Field::mentee_birth_date);
    }
    for (const Content content : {Content::groups, Content::meetings, Content::cards, Content::people}) {
        if (enough_for(headings, content)) {
            headings.content = content;
            return headings;
        }
    }
    return std::nullopt;
}

std::vector<std::string> texts_of(const Row& row) {
    std::vector<std::string> texts;
    texts.reserve(row.cells.size());
    for (const Cell& cell : row.cells) texts.push_back(cell.kind == Cell::Kind::text ? clean(cell.text) : "");
    return texts;
}

}  // namespace

std::optional<Field> field_of_heading(std::string_view heading) {
    const Words words(heading);
    if (words.empty() || words.stem({"телефон", "адрес", "почт", "email", "снилс", "контакт"})) return std::nullopt;
    if (words.stem({"приказ"})) {
        return words.stem({"дата"}) && !words.word({"№", "номер", "n"}) ? std::nullopt : std::optional(Field::order);
    }
    if (words.stem({"согласи"})) {
        if (words.stem({"дата"})) return Field::consent_date;
        if (words.word({"кто", "кем"}) || words.stem({"подпис", "подавш", "давш", "законн", "представ"}))
            return Field::consent_signer;
        return Field::consent_date;
    }
    if (words.is({"кто подписал", "подписал", "кем подписано"})) return Field::consent_signer;
    if (words.stem({"запрос"})) return Field::request;
    if (words.stem({"вхожден", "вступлен", "включен"})) return Field::joined;
    if (words.stem({"форма", "формы"}) && !words.stem({"обучен", "встреч", "проведен", "собствен", "занят"}))
        return Field::form;
    if (words.stem({"вариант"}) || words.is({"ролевая модель", "модель", "модель взаимодействия", "роли"}))
        return Field::variant;
    if (words.word({"пара", "пары", "группа", "группы", "пар", "групп"}) &&
        !words.stem({"здоров", "дата", "физкульт"}) &&
        words.only(
            {"№", "n", "номер", "no", "пар", "групп", "наставническ", "наставничеств", "и", "или", "код", "встреч"})) {
        return Field::group_number;
    }
    if (words.stem({"наставляем", "подопечн"})) {
        return field_of_side(words, Field::mentee, Field::mentee_class, Field::mentee_birth_date);
    }
    if (words.stem({"наставник"})) {
        return field_of_side(words, Field::mentor, Field::mentor_class, Field::mentor_birth_date);
    }
    if (is_birth(words)) return Field::birth_date;
    if (words.stem({"параллел"})) return Field::grade;
    if (words.stem({"литер", "буква"})) return Field::letter;
    if (words.word({"класс", "кл", "классы"}) && !words.stem({"руковод"}) &&
        words.only({"класс", "кл", "обучен", "учени", "учащ", "обучающ"})) {
        return Field::class_name;
    }
    if (words.stem({"карт", "штрих", "qr", "пропуск", "rfid"}) &&
        !words.stem({"держател", "владел", "дата", "медицин", "родител"})) {
        return Field::card;
    }
    if (words.stem({"категор", "должност", "статус"}) || words.is({"роль", "кто", "роль в школе"}))
        return Field::category;
    if (const auto field = person_field(words)) return field;
    return meeting_field(words);
}

std::optional<Headings> headings_at(const std::vector<Row>& rows, std::size_t at, std::size_t& used) {
    const std::vector<std::string> upper = texts_of(rows[at]);
    const auto filled = [](const std::vector<std::string>& texts) {
        return std::count_if(texts.begin(), texts.end(), [](const std::string& t) { return !t.empty(); });
    };
    if (filled(upper) == 0) return std::nullopt;
    auto single = recognise(upper);
    auto result = [&](Headings headings, std::size_t rows_used) {
        used = rows_used;
        headings.last_row = rows[at + rows_used - 1].number;
        return headings;
    };
    const auto single_result = [&] { return single ? std::optional(result(std::move(*single), 1)) : std::nullopt; };
    if (filled(upper) < 2 || at + 1 >= rows.size() || rows[at + 1].number != rows[at].number + 1)
        return single_result();

    // «Наставник» over «ФИО» and «Класс»: the upper one holds on to the right, until the next.
    std::vector<std::string> below = texts_of(rows[at + 1]);
    const auto values = std::count_if(rows[at + 1].cells.begin(), rows[at + 1].cells.end(),
                                      [](const Cell& c) { return !c.is_empty(); });
    if (filled(below) < 2 || filled(below) != values) return single_result();
    std::vector<std::string> joined = upper;
    joined.resize(std::max(upper.size(), below.size()));
    below.resize(joined.size());
    std::string above;
    for (std::size_t i = 0; i < joined.size(); ++i) {
        if (!joined[i].empty()) above = joined[i];
        if (below[i].empty() || below[i] == above) {
            if (joined[i].empty()) joined[i] = below[i];
            continue;
        }
        const std::string both = above + " " + below[i];
        if (field_of_heading(both))
            joined[i] = both;
        else if (field_of_heading(below[i]))
            joined[i] = below[i];
        else
            return single_result();  // a row of data
    }
    const auto fields = [](const std::optional<Headings>& h) {
        return h ? std::count_if(h->column.begin(), h->column.end(), [](int c) { return c >= 0; }) : 0;
    };
    auto pair = recognise(std::move(joined));
    // A title above, and headings that need no help: they are found in their own row.
    if (fields(pair) > fields(recognise(std::move(below))) && fields(pair) > fields(single))
        return result(std::move(*pair), 2);
    return single_result();
}

}  // namespace roster

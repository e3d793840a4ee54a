#include <algorithm>
#include <type_traits>

#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/text_entry.h"

namespace kiosk::session {

namespace {

constexpr std::size_t kLongestSearch = 40;

template <class Choice>
const Choice* as(const Intent& intent) {
    return std::get_if<Choice>(&intent);
}

bool waits(const Turn& turn, const std::string& key) { return turn.core.known.wait_left(key, turn.now).count() > 0; }

void wrong_try(Turn& turn, const std::string& key) {
    turn.emit(turn.core.known.failed(key, domain::kPicturesPolicy, turn.now));
    turn.sound_refused();
}

void right_try(Turn& turn, const std::string& key) {
    if (auto forgotten = turn.core.known.succeeded(key)) turn.emit(*std::move(forgotten));
}

void enter_class(Turn& turn, Purpose purpose, std::optional<domain::ClassName> class_name) {
    if (turn.core.known.settings().find_by == domain::FindBy::names) {
        auto people = std::make_shared<const NameSearch>(turn.core.known.index().people_of(class_name));
        turn.push(scene::Names{purpose, std::move(class_name), std::move(people), {}});
    } else {
        turn.push(scene::Pictures{purpose, std::move(class_name), {}, false});
    }
}

WaitView wait_view(const std::optional<domain::ClassName>& class_name, domain::Seconds left) {
    return {class_name, static_cast<int>(left.count())};
}

// What the screen under a card serves: a rating goes on with the next person's rating.
Purpose purpose_of(const Scene& scene) {
    return std::visit(
        [](const auto& one) {
            using Kind = std::decay_t<decltype(one)>;
            if constexpr (requires { one.purpose; }) return one.purpose;
            if constexpr (std::is_same_v<Kind, scene::Refused>) return one.view.purpose;
            if constexpr (std::is_same_v<Kind, scene::Rating>) return Purpose::rate;
            if constexpr (std::is_same_v<Kind, scene::Recorded>)
                return one.view.what == RecordedWhat::rated ? Purpose::rate : Purpose::check_in;
            return Purpose::check_in;
        },
        scene);
}

// Readers repeat a card that is held to them; the second reading must not undo what its own first has shown.
bool is_own_screen(const Scene& scene, const domain::PersonId& person) {
    if (const auto* recorded = std::get_if<scene::Recorded>(&scene))
        return recorded->visitor.person == person && recorded->view.what != RecordedWhat::rated &&
               recorded->view.what != RecordedWhat::taken_back;
    if (const auto* rating = std::get_if<scene::Rating>(&scene)) return rating->visitor.person == person;
    if (const auto* choose = std::get_if<scene::ChooseMeeting>(&scene)) return choose->visitor.person == person;
    return false;
}

constexpr std::size_t kMostHeldCards = 4;

void hold_card(Core& core, const std::string& digits, domain::Millis now) {
    auto& held = core.held_cards;
    // Readers repeat a card that is held to them.
    const auto same = [&](const auto& card) { return card.digits == digits; };
    if (held.size() < kMostHeldCards && std::none_of(held.begin(), held.end(), same)) held.push_back({digits, now});
}

}  // namespace

void take_held_card(Turn& turn) {
    Core& core = turn.core;
    auto& held = core.held_cards;
    if (held.empty() || std::holds_alternative<scene::Saving>(core.top())) return;
    if (core.in_curator_mode()) return held.clear();
    while (!held.empty() && turn.now.mono - held.front().read > kCardIsHeld) held.pop_front();
    const bool at_home = std::holds_alternative<scene::Home>(core.top());
    if (held.empty() || (!at_home && turn.now.mono < core.answered + kAnswerStays)) return;
    const std::string digits = std::move(held.front().digits);
    held.pop_front();
    core.answered = turn.now.mono;
    scanned(turn, digits);
}

void start(Turn& turn, Purpose purpose) {
    if (!turn.core.known.has_people()) return;
    if (turn.core.known.settings().find_by == domain::FindBy::code) {
        turn.push(scene::Code{purpose, {}, false});
    } else {
        turn.push(scene::Class{purpose});
    }
}

void on(Turn& turn, scene::Class& scene, const Intent& intent) {
    const auto& index = turn.core.known.index();
    if (const auto* chosen = as<intent::ChooseClass>(intent)) {
        const auto classes = index.classes();
        if (chosen->index < classes.size()) enter_class(turn, scene.purpose, classes[chosen->index]);
    } else if (as<intent::ChooseTeachers>(intent)) {
        if (index.has_teachers()) enter_class(turn, scene.purpose, std::nullopt);
    }
}

std::string throttle_key(const scene::Pictures& scene) {
    return "pictures:" + (scene.class_name ? domain::display(*scene.class_name) : std::string("teachers"));
}

void on(Turn& turn, scene::Pictures& scene, const Intent& intent) {
    const std::string key = throttle_key(scene);
    if (waits(turn, key)) return;
    if (as<intent::EraseCharacter>(intent)) {
        if (!scene.chosen.empty()) scene.chosen.pop_back();
        return;
    }
    const auto* chosen = as<intent::ChoosePicture>(intent);
    if (!chosen || chosen->picture < 0 || chosen->picture >= domain::kPictureCount) return;
    if (std::find(scene.chosen.begin(), scene.chosen.end(), chosen->picture) != scene.chosen.end()) return;
    scene.wrong = false;
    scene.chosen.push_back(chosen->picture);
    if (scene.chosen.size() < 3) return;

    domain::Pictures pictures{};
    std::transform(scene.chosen.begin(), scene.chosen.end(), pictures.begin(),
                   [](int picture) { return static_cast<std::uint8_t>(picture); });
    if (const auto* person = turn.core.known.index().by_pictures(scene.class_name, pictures)) {
        right_try(turn, key);
        found(turn, scene.purpose, make_visitor(*person, domain::FoundBy::pictures));
    } else {
        scene.chosen.clear();
        scene.wrong = true;
        wrong_try(turn, key);
    }
}

void on(Turn& turn, scene::Code& scene, const Intent& intent) {
    if (waits(turn, kCodeKey)) return;
    if (as<intent::EraseCharacter>(intent)) return erase_character(scene.digits);
    const auto* typed = as<intent::TypeCharacter>(intent);
    const auto& index = turn.core.known.index();
    const std::size_t length = index.code_length();
    if (!typed || !append_digit(scene.digits, typed->character, length)) return;
    scene.wrong = false;
    if (scene.digits.size() < length) return;
    if (const auto* person = index.by_code(scene.digits)) {
        right_try(turn, kCodeKey);
        found(turn, scene.purpose, make_visitor(*person, domain::FoundBy::code));
    } else {
        scene.digits.clear();
        scene.wrong = true;
        wrong_try(turn, kCodeKey);
    }
}

void on(Turn& turn, scene::Names& scene, const Intent& intent) {
    if (const auto* typed = as<intent::TypeCharacter>(intent)) {
        append_character(scene.search, typed->character, kLongestSearch);
    } else if (as<intent::EraseCharacter>(intent)) {
        erase_character(scene.search);
    } else if (const auto* chosen = as<intent::ChoosePerson>(intent)) {
        const auto people = scene.people->find(scene.search);
        if (chosen->index < people.size())
            found(turn, scene.purpose, make_visitor(*people[chosen->index], domain::FoundBy::names));
    }
}

void scanned(Turn& turn, const std::string& digits) {
    Core& core = turn.core;
    if (!core.known.is_loaded() || core.in_curator_mode()) return;
    if (std::holds_alternative<scene::Saving>(core.top())) return hold_card(core, digits, turn.now.mono);
    const domain::Person* person = core.known.index().by_card(digits);
    if (person && is_own_screen(core.top(), person->id)) return;

    const Purpose purpose = purpose_of(core.top());
    // Whoever it is, the one before is gone, with his words and his language.
    const bool at_home = std::holds_alternative<scene::Home>(core.top());
    const bool somebodys = std::holds_alternative<scene::Recorded>(core.top()) ||
                           std::holds_alternative<scene::Rating>(core.top()) ||
                           std::holds_alternative<scene::ChooseMeeting>(core.top()) ||
                           std::holds_alternative<scene::Refused>(core.top()) ||
                           std::holds_alternative<scene::NotRecorded>(core.top());
    const domain::Language language = core.language;
    const domain::PersonId id = person ? person->id : domain::PersonId{};
    if (!at_home) {
        turn.go_home();
        if (!somebodys) core.language = language;  // still the one who was looking for himself
        person = person ? core.known.index().person(id) : nullptr;  // going home may bring a new roster
    }
    if (person && person->consent) return found(turn, purpose, make_visitor(*person, domain::FoundBy::card));
    RefusedView view{};
    view.purpose = purpose;
    view.unknown_card = true;
    turn.replace(scene::Refused{std::move(view), {}, {}});
    turn.sound_refused();
}

Screen show(const Core& core, const scene::Class& scene, const domain::Now&) {
    return ClassView{scene.purpose, core.known.index().classes(), core.known.index().has_teachers()};
}

Screen show(const Core& core, const scene::Pictures& scene, const domain::Now& now) {
    if (const auto left = core.known.wait_left(throttle_key(scene), now); left.count() > 0)
        return wait_view(scene.class_name, left);
    return PicturesView{scene.purpose, scene.class_name, scene.chosen, scene.wrong};
}

Screen show(const Core& core, const scene::Code& scene, const domain::Now& now) {
    if (const auto left = core.known.wait_left(kCodeKey, now); left.count() > 0) return wait_view(std::nullopt, left);
    return CodeView{scene.purpose, scene.digits, core.known.index().code_length(), scene.wrong};
}

Screen show(const Core&, const scene::Names& scene, const domain::Now&) {
    NamesView view{scene.purpose, scene.class_name, scene.search, {}};
    for (const auto* person : scene.people->find(scene.search)) view.people.push_back(domain::full(person->name));
    return view;
}

}  // namespace kiosk::session

#include <algorithm>

#include "app/kiosk/session/handlers.h"
#include "app/kiosk/session/text_entry.h"

namespace kiosk::session {

namespace {

using Page = scene::Rating::Page;

domain::Audience audience_of(const scene::Rating& scene) {
    if (scene.visitor.kind == domain::PersonKind::teacher)
        return scene.mine.as_mentor ? domain::Audience::teacher_mentor : domain::Audience::teacher_mentee;
    return scene.mine.as_mentor ? domain::Audience::pupil_mentor : domain::Audience::pupil_mentee;
}

const std::vector<domain::RatingTag>& tags_of(const Core& core, const scene::Rating& scene) {
    return core.catalogue_in_force().tags_for(audience_of(scene));
}

void toggle_tag(const Core& core, scene::Rating& scene, std::size_t index) {
    const auto& tags = tags_of(core, scene);
    if (index >= tags.size()) return;
    auto& chosen = scene.answer.tags;
    const auto found = std::find(chosen.begin(), chosen.end(), tags[index].id);
    if (found != chosen.end()) {
        chosen.erase(found);
    } else if (chosen.size() < domain::kMaxTags) {
        chosen.push_back(tags[index].id);
    }
}

void send(Turn& turn, const scene::Rating& scene) {
    domain::Answer answer = scene.answer;
    answer.comment = trimmed(answer.comment);
    auto decision = domain::rate(turn.world(), scene.visitor.person, scene.mine.meeting.id, std::move(answer));
    if (auto* refusal = std::get_if<domain::Refusal>(&decision))
        return refuse(turn, Purpose::rate, Visitor{scene.visitor}, std::move(*refusal));
    turn.record(std::get<std::vector<domain::Draft>>(std::move(decision)), after::Rated{scene.visitor.teacher});
}

void on_tags(Turn& turn, scene::Rating& scene, const Intent& intent) {
    if (const auto* tag = std::get_if<intent::ToggleTag>(&intent)) {
        toggle_tag(turn.core, scene, tag->index);
    } else if (std::holds_alternative<intent::WriteComment>(intent)) {
        scene.page = Page::comment;
    } else if (std::holds_alternative<intent::ToggleTalk>(intent)) {
        scene.answer.wants_to_talk = !scene.answer.wants_to_talk;
    } else if (std::holds_alternative<intent::Back>(intent)) {
        scene.page = Page::score;
    } else if (std::holds_alternative<intent::SendRating>(intent)) {
        send(turn, scene::Rating{scene});
    }
}

void on_comment(scene::Rating& scene, const Intent& intent) {
    if (const auto* typed = std::get_if<intent::TypeCharacter>(&intent)) {
        append_character(scene.answer.comment, typed->character, domain::kMaxCommentLength);
    } else if (std::holds_alternative<intent::EraseCharacter>(intent)) {
        erase_character(scene.answer.comment);
    } else if (std::holds_alternative<intent::CommentWritten>(intent) || std::holds_alternative<intent::Back>(intent)) {
        scene.page = Page::tags;
    }
}

}  // namespace

void start_rating(Turn& turn, Visitor visitor, domain::MyMeeting mine) {
    turn.push(scene::Rating{std::move(visitor), std::move(mine), {}, Page::score});
}

void on(Turn& turn, scene::Rating& scene, const Intent& intent) {
    switch (scene.page) {
        case Page::score:
            if (const auto* given = std::get_if<intent::GiveScore>(&intent)) {
                if (given->score < 1 || given->score > 5) return;
                scene.answer.score = given->score;
                scene.page = Page::tags;
            } else if (std::holds_alternative<intent::Back>(intent)) {
                turn.pop();
            }
            return;
        case Page::tags: return on_tags(turn, scene, intent);
        case Page::comment: return on_comment(scene, intent);
    }
}

Screen show(const Core& core, const scene::Rating& scene, const domain::Now&) {
    const domain::Answer& answer = scene.answer;
    if (scene.page == Page::comment)
        return CommentView{scene.visitor.teacher, answer.comment,
                           domain::kMaxCommentLength - std::min(domain::kMaxCommentLength, characters(answer.comment))};
    if (scene.page == Page::score)
        return RateView{scene.visitor.who,
                        scene.visitor.teacher,
                        scene.mine.meeting,
                        domain::rating_closes(scene.mine.meeting, core.known.settings()),
                        answer.score,
                        scene.mine.rated.has_value()};
    RateTagsView view;
    view.teacher = scene.visitor.teacher;
    view.score = answer.score;
    for (const auto& tag : tags_of(core, scene)) {
        view.tags.push_back(tag.text);
        view.chosen.push_back(std::find(answer.tags.begin(), answer.tags.end(), tag.id) != answer.tags.end());
    }
    view.more_can_be_chosen = answer.tags.size() < domain::kMaxTags;
    view.has_comment = !answer.comment.empty();
    view.wants_to_talk = answer.wants_to_talk;
    return view;
}

}  // namespace kiosk::session

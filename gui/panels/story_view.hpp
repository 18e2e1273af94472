// The story of an anomaly, drawn: in words, as a sequence diagram, and as the life of its key.
#pragma once

#include "gui/app/ui_state.hpp"
#include "gui/app/what_if.hpp"
#include "gui/app/wishes.hpp"
#include "gui/data/story.hpp"
#include "gui/draw/box.hpp"

namespace bicoastal::gui {

void draw_story(const Box& box, const Story& story, const RunView& run, const WhatIf& what_if, UiState& ui,
                Wishes& wishes);

}  // namespace bicoastal::gui

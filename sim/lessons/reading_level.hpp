// How hard a text is to read: the grade of Flesch and Kincaid, years of an American school.
//
// 0.39 words a sentence + 11.8 syllables a word - 15.59 (Kincaid, Fishburne, Rogers, Chissom, "Derivation of new
// readability formulas for Navy enlisted personnel", 1975). Syllables are counted by groups of vowels, a silent e at
// the end left out: an estimate, as in all programs that have no dictionary.
#pragma once

#include "sim/lessons/lesson.hpp"

#include <cstddef>
#include <string_view>

namespace bicoastal {

struct ReadingCount {
  std::size_t words = 0, sentences = 0, syllables = 0;
  double grade() const;
  ReadingCount& operator+=(const ReadingCount& other);
};

std::size_t syllables_of(std::string_view word);
ReadingCount count_reading(std::string_view text);
/// Of all words that the learner reads.
ReadingCount count_reading(const Lesson& lesson);

}  // namespace bicoastal

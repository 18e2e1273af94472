#include "sim/lessons/reading_level.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace bicoastal {

namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

ReadingCount count_all(const std::vector<LiveText>& texts) {
  ReadingCount sum;
  for (const LiveText& text : texts) sum += count_reading(text.words());
  return sum;
}

}  // namespace

double ReadingCount::grade() const {
  if (words == 0 || sentences == 0) return 0;
  const auto share = [](std::size_t a, std::size_t b) { return static_cast<double>(a) / static_cast<double>(b); };
  return 0.39 * share(words, sentences) + 11.8 * share(syllables, words) - 15.59;
}

ReadingCount& ReadingCount::operator+=(const ReadingCount& other) {
  words += other.words;
  sentences += other.sentences;
  syllables += other.syllables;
  return *this;
}

std::size_t syllables_of(std::string_view word) {
  std::size_t groups = 0;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (is_vowel(word[i]) && (i == 0 || !is_vowel(word[i - 1]))) ++groups;
  const bool silent = word.size() > 2 && word.back() == 'e' && !is_vowel(word[word.size() - 2]) &&
                      !(word[word.size() - 2] == 'l' && !is_vowel(word[word.size() - 3]));
  return std::max<std::size_t>(groups - (silent && groups > 1 ? 1 : 0), 1);
}

ReadingCount count_reading(std::string_view text) {
  ReadingCount count;
  bool open = false;  // words since the last end of a sentence
  for (std::size_t at = 0; at < text.size();) {
    if (is_letter(text[at])) {
      std::size_t end = at;
      while (end < text.size() && (is_letter(text[end]) || text[end] == '\'')) ++end;
      ++count.words;
      count.syllables += syllables_of(text.substr(at, end - at));
      open = true;
      at = end;
      continue;
    }
    const bool stop = std::string_view(".!?").find(text[at]) != std::string_view::npos;
    if (stop && open && (at + 1 == text.size() || text[at + 1] == ' ')) {
      ++count.sentences;
      open = false;
    }
    ++at;
  }
  if (open) ++count.sentences;
  return count;
}

ReadingCount count_reading(const Lesson& lesson) {
  ReadingCount sum = count_reading(lesson.question.words());
  for (const LessonStep& step : lesson.steps) {
    sum += count_all(step.text);
    sum += count_all(step.explain);
    if (step.look) sum += count_reading(step.look->words);
    if (step.predict) {
      sum += count_reading(step.predict->ask.words());
      for (const LessonOption& option : step.predict->options) {
        sum += count_reading(option.text.words());
        sum += count_reading(option.why.words());
      }
      if (step.predict->number) {
        sum += count_reading(step.predict->number->low.words());
        sum += count_reading(step.predict->number->high.words());
      }
    }
    if (!step.goal) continue;
    sum += count_reading(step.goal->ask.words());
    sum += count_all(step.goal->hints);
    sum += count_reading(step.goal->done.words());
  }
  return sum;
}

}  // namespace bicoastal

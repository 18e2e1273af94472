// Changes to a scenario that were not run yet: what the document becomes by them, and what is wrong with that.
#pragma once

#include <bicoastal/result.hpp>

#include "sim/scenario/load.hpp"
#include "sim/scenario/node.hpp"

#include <map>
#include <string>
#include <vector>

namespace bicoastal::gui {

class Draft {
 public:
  /// Begins from a document without includes, with the changes to it that were not run when another one was turned to.
  /// Does nothing where it is the one that the draft is of.
  void begin(const std::string& base);
  /// Replaces or adds one value; a change of the same place takes the place of the one before.
  void change(const std::string& pointer, const std::string& value);
  void take_back(const std::string& pointer);
  void clear();

  const std::vector<Override>& changes() const { return changes_; }
  bool changes_at(const std::string& pointer) const;
  const Node& document() const { return document_; }
  const std::string& text() const { return text_; }      ///< canonical JSON of document()
  const Diagnostics& faults() const { return faults_; }  ///< none: it can be run
  /// "/data/writes = local; …"
  std::string in_words() const;

 private:
  void renew();

  std::string base_;
  std::map<std::string, std::vector<Override>> shelved_;  // by document
  std::vector<Override> changes_;
  Node document_;
  std::string text_;
  Diagnostics faults_;
};

}  // namespace bicoastal::gui

package org.mmt4j.examples.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CaptionWriterTest {

  private static final List<Script> SCRIPTS = scripts();

  @Test
  void firstCaptionDescribesEverythingInTheOrderOfEvents() {
    Script script =
        new Script(
            Colour.RED,
            Shape.BALL,
            new Event(Motion.LEFT, Sound.BELL),
            new Event(Motion.FALL, Sound.SILENCE),
            true,
            Optional.of(new Wording(Topic.FRUIT, ImmutableList.of(new TimedWord("apple", 2)))),
            Optional.of(new Wording(Topic.ANIMALS, ImmutableList.of(new TimedWord("dog", 3)))),
            SCRIPTS.get(0).staging());
    assertEquals(
        "something first slides left as bells ring, and after that it falls without a sound:"
            + " a red ball, a fruit is written, a voice names animals",
        CaptionWriter.captions(script).get(0));
  }

  @Test
  void captionsNeverContainWrittenOrSpokenWords() {
    Set<String> topicWords = new HashSet<>();
    for (Topic topic : Topic.values()) {
      topicWords.addAll(topic.words());
    }
    for (String caption : captions()) {
      for (String word : Splitter.on(CharMatcher.anyOf(" ,:")).split(caption)) {
        assertTrue(!topicWords.contains(word), caption);
      }
    }
  }

  @Test
  void eachWordHasOneTopic() {
    Set<String> topicWords = new HashSet<>();
    for (Topic topic : Topic.values()) {
      for (String word : topic.words()) {
        assertTrue(topicWords.add(word), word);
      }
    }
  }

  @Test
  void captionsFitThirtySixWordPieces() {
    for (String caption : captions()) {
      // Each word, comma and colon is one word piece; [CLS] and [SEP] are two more.
      assertTrue(
          Splitter.on(' ').splitToList(caption.replace(",", " ,").replace(":", " :")).size() + 2
              <= 36,
          caption);
    }
  }

  @Test
  void clipsWithDifferentContentHaveDifferentFirstCaptions() {
    Set<Object> contents = new HashSet<>();
    Set<String> captions = new HashSet<>();
    for (Script script : SCRIPTS) {
      contents.add(IdealReader.EVERYTHING.apply(script));
      captions.add(CaptionWriter.captions(script).get(0));
    }
    assertEquals(contents.size(), captions.size());
  }

  private static List<String> captions() {
    return SCRIPTS.stream().map(CaptionWriter::captions).flatMap(List::stream).toList();
  }

  private static List<Script> scripts() {
    ScriptWriter writer = new ScriptWriter(new SplittableRandom(11));
    return Stream.generate(writer::write).limit(20_000).toList();
  }
}

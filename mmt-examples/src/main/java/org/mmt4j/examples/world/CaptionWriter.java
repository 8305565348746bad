package org.mmt4j.examples.world;

import static org.mmt4j.examples.world.CaptionWriter.Part.SOUNDS;
import static org.mmt4j.examples.world.CaptionWriter.Part.SPEECH;
import static org.mmt4j.examples.world.CaptionWriter.Part.THING;
import static org.mmt4j.examples.world.CaptionWriter.Part.WRITING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * Writes the captions of a script; events are always in the order of time. Captions name the topic
 * of written or spoken words, never the words themselves.
 *
 * <p>The first caption describes everything; the others describe the motions and a part of the
 * rest. A short caption matches many clips, which often differ only in the order of events. Such
 * captions make a model learn this order.
 */
final class CaptionWriter {

  /** The optional parts of a caption; motions are always described. */
  enum Part {
    THING,
    SOUNDS,
    WRITING,
    SPEECH
  }

  private CaptionWriter() {}

  /** Returns five captions; the first is the search query. */
  static ImmutableList<String> captions(Script script) {
    return ImmutableList.of(
        caption(script, ImmutableSet.of(THING, SOUNDS, WRITING, SPEECH)),
        caption(script, ImmutableSet.of()),
        caption(script, ImmutableSet.of(THING)),
        caption(script, ImmutableSet.of(SOUNDS)),
        caption(script, ImmutableSet.of(WRITING, SPEECH)));
  }

  private static String caption(Script script, ImmutableSet<Part> parts) {
    boolean sounds = script.soundTrack() && parts.contains(SOUNDS);
    StringBuilder caption = new StringBuilder("something first ");
    caption.append(describeEvent(script.first(), sounds));
    caption.append(", and after that it ").append(describeEvent(script.second(), sounds));
    if (parts.contains(THING)) {
      caption.append(": ").append(describeThing(script));
    }
    if (parts.contains(WRITING)) {
      script.writing().ifPresent(text -> caption.append(describeWriting(text)));
    }
    if (parts.contains(SPEECH)) {
      script.speech().ifPresent(text -> caption.append(describeSpeech(text)));
    }
    return caption.toString();
  }

  private static String describeThing(Script script) {
    String article = script.colour() == Colour.ORANGE ? "an " : "a ";
    return article + script.colour().word() + " " + script.shape().word();
  }

  private static String describeWriting(Wording text) {
    return ", " + text.topic().phrase() + " is written";
  }

  private static String describeSpeech(Wording text) {
    return ", a voice names " + text.topic().phrase();
  }

  private static String describeEvent(Event event, boolean sounds) {
    return describeMotion(event.motion()) + (sounds ? " " + describeSound(event) : "");
  }

  private static String describeMotion(Motion motion) {
    return switch (motion) {
      case LEFT -> "slides left";
      case RIGHT -> "slides right";
      case RISE -> "rises";
      case FALL -> "falls";
      case SWELL -> "grows briefly";
      case VANISH -> "fades briefly";
      case MEET -> "meets a dot";
    };
  }

  private static String describeSound(Event event) {
    return switch (event.sound()) {
      case SILENCE -> event.motion() == Motion.FALL ? "without a sound" : "quietly";
      case BELL -> "as bells ring";
      case THUD -> "with a thud";
      case WHISTLE -> "with a whistle";
      case HORN -> "as horns blow";
      case HISS -> "with a hiss";
    };
  }
}

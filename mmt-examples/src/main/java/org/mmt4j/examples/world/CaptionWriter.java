package org.mmt4j.examples.world;

import static org.mmt4j.examples.world.CaptionWriter.Part.SOUNDS;
import static org.mmt4j.examples.world.CaptionWriter.Part.SPEECH;
import static org.mmt4j.examples.world.CaptionWriter.Part.THING;
import static org.mmt4j.examples.world.CaptionWriter.Part.WRITING;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

/**
 * Tells a script in words, always in the order of events. Topics are named, words never repeated.
 *
 * <p>The first caption tells all there is to tell; the others tell what moves there are, and a part
 * of the rest. Short captions fit many clips, and among these only the order of events tells which:
 * that is what makes a model learn it.
 */
final class CaptionWriter {

  /** What a caption may tell besides the moves. */
  enum Part {
    THING,
    SOUNDS,
    WRITING,
    SPEECH
  }

  private CaptionWriter() {}

  /** Five captions; the first is the one to search by. */
  static ImmutableList<String> captions(Script script) {
    return ImmutableList.of(
        tell(script, ImmutableSet.of(THING, SOUNDS, WRITING, SPEECH)),
        tell(script, ImmutableSet.of()),
        tell(script, ImmutableSet.of(THING)),
        tell(script, ImmutableSet.of(SOUNDS)),
        tell(script, ImmutableSet.of(WRITING, SPEECH)));
  }

  private static String tell(Script script, ImmutableSet<Part> parts) {
    boolean sounds = script.soundTrack() && parts.contains(SOUNDS);
    StringBuilder caption = new StringBuilder("something first ");
    caption.append(moves(script.first(), sounds));
    caption.append(", and after that it ").append(moves(script.second(), sounds));
    if (parts.contains(THING)) {
      caption.append(": ").append(thing(script));
    }
    if (parts.contains(WRITING)) {
      script.writing().ifPresent(text -> caption.append(written(text)));
    }
    if (parts.contains(SPEECH)) {
      script.speech().ifPresent(text -> caption.append(spoken(text)));
    }
    return caption.toString();
  }

  private static String thing(Script script) {
    String article = script.colour() == Colour.ORANGE ? "an " : "a ";
    return article + script.colour().word() + " " + script.shape().word();
  }

  private static String written(Wording text) {
    return ", " + text.topic().phrase() + " is written";
  }

  private static String spoken(Wording text) {
    return ", a voice names " + text.topic().phrase();
  }

  private static String moves(Event event, boolean sounds) {
    return verb(event.motion()) + (sounds ? " " + sound(event) : "");
  }

  private static String verb(Motion motion) {
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

  private static String sound(Event event) {
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

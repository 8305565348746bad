package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;

/**
 * Tells a script in words, always in the order of events. Topics are named, words never repeated.
 *
 * <p>The first caption tells all there is to tell, the second says it in other words; the others
 * tell a part of it: both motions, both sounds, or what happens in one half. Short captions fit
 * many clips, and among these only the order of events tells which: that is what makes a model
 * learn it.
 */
final class CaptionWriter {

  private CaptionWriter() {}

  /** Six captions; the first is the one to search by. */
  static ImmutableList<String> captions(Script script) {
    return ImmutableList.of(
        full(script),
        otherwise(script),
        moves(script),
        sounds(script),
        "the clip begins with something that " + amply(script.first(), script.soundTrack()),
        "the clip ends with something that " + amply(script.second(), script.soundTrack()));
  }

  private static String full(Script script) {
    return article(script)
        + " "
        + thing(script)
        + " first "
        + briefly(script.first(), script.soundTrack())
        + ", then "
        + briefly(script.second(), script.soundTrack())
        + script.writing().map(text -> ", " + text.topic().phrase() + " is written").orElse("")
        + script.speech().map(text -> ", a voice names " + text.topic().phrase()).orElse("");
  }

  private static String otherwise(Script script) {
    return "the "
        + thing(script)
        + " first "
        + amply(script.first(), script.soundTrack())
        + " and later it "
        + amply(script.second(), script.soundTrack())
        + script.speech().map(text -> ", we hear " + text.topic().phrase()).orElse("")
        + script.writing().map(text -> ", we read " + text.topic().phrase()).orElse("");
  }

  private static String moves(Script script) {
    return "in this clip something first "
        + amply(script.first().motion())
        + ", and after that it "
        + amply(script.second().motion());
  }

  private static String sounds(Script script) {
    if (!script.soundTrack()) {
      return "we see "
          + article(script)
          + " "
          + thing(script)
          + " that first "
          + briefly(script.first().motion())
          + " and later "
          + briefly(script.second().motion());
    }
    return "we hear "
        + noun(script.first().sound())
        + " at first, then "
        + noun(script.second().sound())
        + " towards the end of the clip";
  }

  private static String article(Script script) {
    return script.colour() == Colour.ORANGE ? "an" : "a";
  }

  private static String thing(Script script) {
    return script.colour().word() + " " + script.shape().word();
  }

  private static String briefly(Event event, boolean soundTrack) {
    return briefly(event.motion()) + (soundTrack ? " " + briefly(event) : "");
  }

  private static String briefly(Motion motion) {
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

  private static String briefly(Event event) {
    return switch (event.sound()) {
      case SILENCE -> event.motion() == Motion.FALL ? "without a sound" : "quietly";
      case BELL -> "as bells ring";
      case THUD -> "with a thud";
      case WHISTLE -> "with a whistle";
      case HORN -> "as horns blow";
      case HISS -> "with a hiss";
    };
  }

  private static String amply(Event event, boolean soundTrack) {
    return amply(event.motion()) + (soundTrack ? " " + amply(event.sound()) : "");
  }

  private static String amply(Motion motion) {
    return switch (motion) {
      case LEFT -> "goes left";
      case RIGHT -> "goes right";
      case RISE -> "goes up";
      case FALL -> "drops";
      case SWELL -> "expands briefly";
      case VANISH -> "disappears briefly";
      case MEET -> "touches a dot";
    };
  }

  private static String amply(Sound sound) {
    return switch (sound) {
      case SILENCE -> "in silence";
      case BELL -> "to a bell";
      case THUD -> "to a thud";
      case WHISTLE -> "to a whistle";
      case HORN -> "to a horn";
      case HISS -> "to a hiss";
    };
  }

  private static String noun(Sound sound) {
    return switch (sound) {
      case SILENCE -> "nothing";
      case BELL -> "a bell";
      case THUD -> "a thud";
      case WHISTLE -> "a whistle";
      case HORN -> "a horn";
      case HISS -> "a hiss";
    };
  }
}

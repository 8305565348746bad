package org.mmt4j.examples.world;

/**
 * Motion of the thing in an event of {@link #SECONDS}. The first four motions change its position;
 * after the others, everything is as before. Two events therefore look the same in both orders.
 */
enum Motion {
  LEFT,
  RIGHT,
  RISE,
  FALL,
  SWELL,
  VANISH,
  MEET;

  /** Duration of an event. */
  static final double SECONDS = 1.5;

  /** Distance that the thing moves, in frame heights. */
  static final double TRAVEL = 0.22;

  private static final double SWELLING = 0.5;
  private static final double FADE_SECONDS = 0.15;
  private static final double HIDDEN_FROM = 0.3;
  private static final double HIDDEN_UNTIL = 1.05;
  private static final double POP_SECONDS = 0.2;
  private static final double TOUCH_FROM = 0.7;
  private static final double TOUCH_UNTIL = 0.8;
  private static final double FAR = 0.35;
  private static final double NEAR = 0.185;

  /**
   * Returns the pose at a time relative to the start of the event.
   *
   * @param before pose before the event
   * @param elapsed seconds since the start; negative before the event, more than {@link #SECONDS}
   *     after it
   * @param side side from which a visitor comes: -1 left, 1 right
   */
  Pose apply(Pose before, double elapsed, int side) {
    double progress = Math.min(1, Math.max(0, elapsed / SECONDS));
    double travel = TRAVEL * smooth(progress);
    return switch (this) {
      case LEFT -> before.moved(-travel, 0);
      case RIGHT -> before.moved(travel, 0);
      case RISE -> before.moved(0, -travel);
      case FALL -> before.moved(0, TRAVEL * progress * progress);
      case SWELL -> before.scaled(1 + SWELLING * bump(progress));
      case VANISH -> before.faded(opacity(elapsed));
      case MEET -> meet(before, elapsed, side);
    };
  }

  private static Pose meet(Pose before, double elapsed, int side) {
    if (elapsed <= 0 || elapsed >= SECONDS) {
      return before;
    }
    double popped = Math.min(elapsed, SECONDS - elapsed) / POP_SECONDS;
    double closeness =
        Math.min(
            (elapsed - POP_SECONDS) / (TOUCH_FROM - POP_SECONDS),
            (SECONDS - POP_SECONDS - elapsed) / (SECONDS - POP_SECONDS - TOUCH_UNTIL));
    double gap = FAR - (FAR - NEAR) * smooth(Math.min(1, Math.max(0, closeness)));
    return before.visited(side * gap, smooth(Math.min(1, popped)));
  }

  private static double opacity(double elapsed) {
    double out = (elapsed - HIDDEN_FROM) / FADE_SECONDS;
    double in = (HIDDEN_UNTIL - elapsed) / FADE_SECONDS;
    return 1 - Math.min(1, Math.max(0, Math.min(out, in)));
  }

  private static double smooth(double x) {
    return x * x * (3 - 2 * x);
  }

  private static double bump(double x) {
    return Math.pow(Math.sin(Math.PI * x), 2);
  }
}

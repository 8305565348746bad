package org.mmt4j.examples;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar over videos, with the remaining time. */
final class VideoBar {

  private VideoBar() {}

  /** Creates a progress bar for a number of videos. */
  static ProgressBar of(int videos) {
    return new ProgressBarBuilder()
        .setTaskName("videos")
        .setInitialMax(videos)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }
}

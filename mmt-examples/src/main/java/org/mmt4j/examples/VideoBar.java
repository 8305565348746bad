package org.mmt4j.examples;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar with the time left, one step a video. */
final class VideoBar {

  private VideoBar() {}

  /** For so many videos. */
  static ProgressBar of(int videos) {
    return new ProgressBarBuilder()
        .setTaskName("videos")
        .setInitialMax(videos)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }
}

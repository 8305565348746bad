package org.mmt4j.extract;

import com.google.common.collect.ImmutableList;

/** Names of video files, without their extension, as people have them. */
final class UnusualNames {

  static final ImmutableList<String> ALL =
      ImmutableList.of(
          "Screencast from 2024-05-01 10:11:12",
          "Wait for it... here",
          "1",
          "12",
          "Q&A: what is \"pickle\"?",
          "a|b",
          "..hidden",
          ".dot",
          "100%",
          "a%7Cb",
          " ",
          "ok name (1) [x264]",
          "Zo\u00eb",
          "Zo\u00eb l\u00e4uft",
          "Zoe\u0308",
          "Zoe\u0308 decomposed",
          "\u72ac \ud83d\udc36",
          "x".repeat(240));

  private UnusualNames() {}
}

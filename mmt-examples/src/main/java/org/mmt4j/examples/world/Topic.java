package org.mmt4j.examples.world;

import com.google.common.collect.ImmutableList;

/**
 * Topic of written or spoken words. Captions contain the topic and clips contain words of the
 * topic, so only their meaning connects them.
 */
enum Topic {
  FRUIT("a fruit", "apple", "banana", "lemon", "cherry", "grape", "peach"),
  CITY("a city", "london", "paris", "berlin", "tokyo", "madrid", "moscow"),
  VEHICLE("a vehicle", "car", "bus", "truck", "train", "boat", "bicycle"),
  MONTH("a month", "january", "february", "april", "june", "august", "october"),
  DRINK("a drink", "coffee", "tea", "milk", "beer", "wine", "juice"),
  METAL("a metal", "gold", "silver", "iron", "copper", "steel", "tin"),
  COUNTRY("a country", "france", "germany", "spain", "japan", "brazil", "india"),
  BODY("a body part", "nose", "knee", "elbow", "ear", "mouth", "shoulder"),

  ANIMALS("animals", "dog", "cat", "horse", "cow", "rabbit", "lion"),
  JOBS("jobs", "doctor", "nurse", "teacher", "lawyer", "farmer", "pilot"),
  NUMBERS("numbers", "three", "four", "six", "seven", "eight", "nine"),
  SPORTS("sports", "football", "tennis", "baseball", "hockey", "golf", "basketball"),
  CLOTHES("clothes", "shirt", "hat", "coat", "dress", "jacket", "skirt"),
  RELATIVES("relatives", "mother", "father", "sister", "brother", "uncle", "aunt"),
  WEATHER("weather", "rain", "snow", "storm", "wind", "fog", "thunder"),
  FURNITURE("furniture", "table", "chair", "bed", "desk", "sofa", "shelf");

  /** Topics of words on the screen: one word per clip. */
  static final ImmutableList<Topic> WRITTEN =
      ImmutableList.of(FRUIT, CITY, VEHICLE, MONTH, DRINK, METAL, COUNTRY, BODY);

  /** Topics of spoken words: two words per clip. */
  static final ImmutableList<Topic> SPOKEN =
      ImmutableList.of(ANIMALS, JOBS, NUMBERS, SPORTS, CLOTHES, RELATIVES, WEATHER, FURNITURE);

  private final String phrase;
  private final ImmutableList<String> words;

  Topic(String phrase, String... words) {
    this.phrase = phrase;
    this.words = ImmutableList.copyOf(words);
  }

  /** Returns the phrase in captions. */
  String phrase() {
    return phrase;
  }

  /** Returns six words of the topic; captions never contain them. */
  ImmutableList<String> words() {
    return words;
  }
}

/** Finds and describes voice in audio. */
@NullMarked
package org.mmt4j.extract.voice;

import org.jspecify.annotations.NullMarked;

/** What experts hear: log-mel spectrograms and what they say of each second. */
@NullMarked
package org.mmt4j.extract.audio;

import org.jspecify.annotations.NullMarked;

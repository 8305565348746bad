/** Words of captions, processed as in the authors' code. */
@NullMarked
package org.mmt4j.words;

import org.jspecify.annotations.NullMarked;

/** Words of captions, as the authors' code sees them. */
@NullMarked
package org.mmt4j.words;

import org.jspecify.annotations.NullMarked;

/** The multi-modal transformer as users see it: experts, features of videos, model, similarity. */
@NullMarked
package org.mmt4j;

import org.jspecify.annotations.NullMarked;

const WORDS_PER_MINUTE = 220;

/** Minutes it takes to read storage-format markup, at least one. */
export const minutes = (markup) => {
  const text = markup.replace(/<[^>]+>/g, ' ');
  const words = text.split(/\s+/).filter(Boolean).length;
  return Math.max(1, Math.round(words / WORDS_PER_MINUTE));
};

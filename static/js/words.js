// The words scripts say, translated by the server (core/pages/script_words.py).
const words = JSON.parse(document.getElementById("words")?.textContent || "{}");

export function word(key, values = {}) {
  return (words[key] || key).replace(/%\((\w+)\)s/g, (all, name) => values[name] ?? all);
}

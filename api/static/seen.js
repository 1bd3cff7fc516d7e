// Kept when an element is about to be seen: what is heavy and far down, or folded, costs nothing until then.
export function seen(element) {
  if (!window.IntersectionObserver) return Promise.resolve();
  return new Promise((done) => {
    const observer = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      done();
    }, { rootMargin: "100px" });
    observer.observe(element);
  });
}

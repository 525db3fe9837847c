import { klogComponent } from "../klog-component.ts";

export default klogComponent({
  name: "eks.controller-manager",
  stream: "kube-controller-manager",
  description:
    "Controller manager of an EKS cluster: klog text or JSON from the control-plane stream `kube-controller-manager-…`.",
});
